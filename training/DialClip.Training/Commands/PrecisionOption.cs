using System.CommandLine;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Shared.IO;

namespace DialClip.Training.Commands;

/// <summary>The option by which verbs say how exact a backbone is to be.</summary>
internal static class PrecisionOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--precision")
        {
            Description = "fp32, or fp16: half the size, for GPUs; refused where its features leave those of fp32.",
            DefaultValueFactory = _ => BackbonePrecisions.Full,
        };
        option.AcceptOnlyFromAmong([.. BackbonePrecisions.All]);
        return option;
    }

    /// <summary>Says in one line what was written, and how exact it is.</summary>
    public static string Describe(string id, ArtifactFolder folder)
    {
        var its = folder.Properties<BackboneProperties>();
        var exact = its.Parity.Cosine is { } cosine
            ? FormattableString.Invariant($"  cosine to fp32: mean {cosine.Mean:F6}, worst {cosine.Worst:F6}")
            : "";
        return $"backbones/{id}/{its.Precision}  {Digest.Abbreviate(folder.Digest)}{exact}";
    }
}
