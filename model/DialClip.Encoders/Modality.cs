namespace DialClip.Encoders;

/// <summary>What an element of a dialog or an item of a catalog is made of; the values are what the context graph takes.</summary>
public enum Modality
{
    /// <summary>Words.</summary>
    Text = 0,

    /// <summary>A picture.</summary>
    Picture = 1,
}
