namespace DialClip.Backbones.Towers;

/// <summary>The names of poolings in a backbone's manifest.</summary>
public static class PoolingNames
{
    /// <summary>Gets the name of a pooling; null for the class token, as older manifests have it.</summary>
    public static string? ToName(PicturePooling pooling) =>
        pooling switch
        {
            PicturePooling.PatchMean => "patch-mean",
            PicturePooling.PatchMeanThenNorm => "patch-mean-then-norm",
            _ => null,
        };

    /// <summary>Gets the pooling of a name.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static PicturePooling Parse(string? name) =>
        name switch
        {
            null => PicturePooling.ClassToken,
            "patch-mean" => PicturePooling.PatchMean,
            "patch-mean-then-norm" => PicturePooling.PatchMeanThenNorm,
            _ => throw new InvalidDataException(
                $"The backbone has the pooling '{name}'; expected patch-mean or patch-mean-then-norm."
            ),
        };
}
