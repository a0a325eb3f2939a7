using DialClip.Training.Checkpoints;
using DialClip.Training.Export;
using DialClip.Training.Loop;
using DialClip.Training.Pretraining;
using DialClip.Training.Terminal;
using DialClip.Training.Tests.Pretraining;

namespace DialClip.Training.Tests.Checkpoints;

[Collection(nameof(TorchSharp))]
public sealed class ExportedClipTests : IDisposable
{
    private readonly TinySources tiny = new();
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-exported-").FullName;

    public void Dispose()
    {
        tiny.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1)]
    public async Task Load_ExportedBackbone_IsWhatItWasMadeFrom(long externalFrom)
    {
        var weights = await ExportAsync(externalFrom);

        var loaded = ClipCheckpoint.Load(Path.Combine(root, "backbone"));

        Assert.Equal(weights.ComputeDigest(), loaded.ComputeDigest());
        Assert.Equal(weights.Config, loaded.Config);
        Assert.Equal(ClipPreprocessing.OpenAi.Mean, ClipPreprocessing.Read(Path.Combine(root, "backbone")).Mean);
    }

    [Fact]
    public async Task Load_OtherWeightsThanTheManifestSays_Refuses()
    {
        var digest = (await ExportAsync(long.MaxValue)).ComputeDigest();
        var manifest = Path.Combine(root, "backbone", "manifest.json");
        File.WriteAllText(
            manifest,
            File.ReadAllText(manifest).Replace(digest, new string('0', 64), StringComparison.Ordinal)
        );

        var error = Assert.Throws<InvalidDataException>(() => ClipCheckpoint.Load(Path.Combine(root, "backbone")));

        Assert.Contains(digest, error.Message, StringComparison.Ordinal);
    }

    private async Task<ClipWeights> ExportAsync(long externalFrom)
    {
        var weights = new Pretrainer(
            TinySources.Options,
            tiny.Sources,
            RunFolder.Open(Path.Combine(root, "clip"), TinySources.Options),
            new LineProgress(TextWriter.Null, TimeProvider.System),
            TimeProvider.System
        ).Run(null, CancellationToken.None);
        await BackboneExporter.WriteAsync(
            weights,
            tiny.Vocabulary,
            ClipPreprocessing.OpenAi,
            Path.Combine(root, "backbone"),
            "tiny",
            "fp32",
            CancellationToken.None,
            externalFrom: externalFrom
        );
        return weights;
    }
}
