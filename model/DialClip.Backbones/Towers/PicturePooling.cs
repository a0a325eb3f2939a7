namespace DialClip.Backbones.Towers;

/// <summary>The positions of the last block from which the vision tower computes its feature.</summary>
public enum PicturePooling
{
    /// <summary>The class token, normalized.</summary>
    ClassToken,

    /// <summary>The mean of all patches after layer normalization, without class token and prompts.</summary>
    PatchMean,

    /// <summary>The layer normalization of the mean of all patches, without class token and prompts.</summary>
    PatchMeanThenNorm,
}
