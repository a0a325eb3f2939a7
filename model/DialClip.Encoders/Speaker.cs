namespace DialClip.Encoders;

/// <summary>Who said an element of a dialog; the values are what the context graph takes.</summary>
public enum Speaker
{
    /// <summary>A person.</summary>
    User = 0,

    /// <summary>This bot or the bot that hosts it.</summary>
    Bot = 1,
}
