namespace DialClip.Backbones.Towers;

/// <summary>The architecture of a text tower.</summary>
public enum TextTowerType
{
    /// <summary>CLIP's: pre-norm blocks, read at the end token, and a projection.</summary>
    Clip,

    /// <summary>BERT's (arXiv 1810.04805): bidirectional post-norm blocks, and the mean over the tokens.</summary>
    Bert,
}
