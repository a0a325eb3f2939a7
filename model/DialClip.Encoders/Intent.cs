namespace DialClip.Encoders;

/// <summary>The kind of the next turn; the values are the positions of a head's intent logits.</summary>
public enum Intent
{
    /// <summary>A picture.</summary>
    Picture = 0,

    /// <summary>A text.</summary>
    Text = 1,

    /// <summary>No reply.</summary>
    Silence = 2,
}
