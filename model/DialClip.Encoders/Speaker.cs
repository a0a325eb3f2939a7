namespace DialClip.Encoders;

/// <summary>The sender of a turn; the values are inputs of the context graph.</summary>
public enum Speaker
{
    /// <summary>A person.</summary>
    User = 0,

    /// <summary>This bot or the bot that hosts it.</summary>
    Bot = 1,
}
