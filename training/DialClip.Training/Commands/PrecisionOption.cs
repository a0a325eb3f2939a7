using System.CommandLine;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Shared.IO;

namespace DialClip.Training.Commands;

/// <summary>The option of the precision of a backbone.</summary>
internal static class PrecisionOption
{
    /// <summary>Creates the option.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>("--precision")
        {
            Description =
                "fp32, or fp16: half the size, for GPUs; fails where properties features differ from those of fp32.",
            DefaultValueFactory = _ => BackbonePrecisions.Full,
        };
        option.AcceptOnlyFromAmong([.. BackbonePrecisions.All]);
        return option;
    }

    /// <summary>Describes an exported backbone and properties parity in one line.</summary>
    public static string Describe(string id, ArtifactFolder folder)
    {
        var properties = folder.Properties<BackboneProperties>();
        var parity = properties.Parity?.Cosine is { } cosine
            ? FormattableString.Invariant($"  cosine to fp32: mean {cosine.Mean:F6}, worst {cosine.Worst:F6}")
            : "";
        return $"backbones/{id}/{properties.Precision}  {Digest.Abbreviate(folder.Digest)}{parity}";
    }
}
