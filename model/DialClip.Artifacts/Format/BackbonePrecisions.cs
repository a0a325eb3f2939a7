namespace DialClip.Artifacts.Format;

/// <summary>The precisions of a backbone's exports, as manifests and paths spell them.</summary>
public static class BackbonePrecisions
{
    /// <summary>Weights and arithmetic in 32 bits.</summary>
    public const string Full = "fp32";

    /// <summary>Weights and most arithmetic in 16 bits; what goes in and comes out has 32.</summary>
    public const string Half = "fp16";

    /// <summary>Gets all precisions.</summary>
    public static IReadOnlyList<string> All { get; } = [Full, Half];
}
