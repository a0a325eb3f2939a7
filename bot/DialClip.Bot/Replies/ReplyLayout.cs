namespace DialClip.Bot.Replies;

/// <summary>What a picture looks like when it is sent.</summary>
public enum ReplyLayout
{
    /// <summary>The picture alone, with its name as alternative text; every channel shows it.</summary>
    Picture,

    /// <summary>A hero card: the picture with its name beneath.</summary>
    HeroCard,

    /// <summary>The best few pictures as cards side by side.</summary>
    Carousel,

    /// <summary>An Adaptive Card, where the channel shows these; elsewhere a hero card.</summary>
    AdaptiveCard,
}
