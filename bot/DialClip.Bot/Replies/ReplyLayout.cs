namespace DialClip.Bot.Replies;

/// <summary>The layout of a reply's picture.</summary>
public enum ReplyLayout
{
    /// <summary>The picture alone, with its name as alternative text; every channel displays it.</summary>
    Picture,

    /// <summary>A hero card: the picture with its name beneath.</summary>
    HeroCard,

    /// <summary>The best few pictures as cards side by side.</summary>
    Carousel,

    /// <summary>An Adaptive Card, where the channel displays these; elsewhere a hero card.</summary>
    AdaptiveCard,
}
