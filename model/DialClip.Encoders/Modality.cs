namespace DialClip.Encoders;

/// <summary>The modality of a turn or of a catalog item; the values are inputs of the context graph.</summary>
public enum Modality
{
    /// <summary>Words.</summary>
    Text = 0,

    /// <summary>A picture.</summary>
    Picture = 1,
}
