using DialClip.Artifacts;
using DialClip.Artifacts.Format;

namespace DialClip.Encoders.Tests;

/// <summary>Graphs and vocabularies are used as their manifest lists them, or not at all.</summary>
public sealed class VerifiedGraphTests : IDisposable
{
    private readonly TinyBundle bundle = new();

    [Theory]
    [InlineData("text.onnx")]
    [InlineData("vision.onnx")]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    public async Task Load_FileChangedSinceItWasOpened_IsRefused(string file)
    {
        await bundle.WriteBackboneAsync();
        var folder = await bundle.Loader.OpenAsync(TinyBundle.BackbonePath, null, default);
        // Of no effect but on the digest.
        var path = Path.Combine(folder.LocalPath, file);
        if (Path.GetExtension(file) == ".onnx")
            await File.WriteAllBytesAsync(path, ExternalWeights.AddTo(path, null));
        else
            await File.AppendAllTextAsync(path, "\n");

        var error = Assert.Throws<ArtifactException>(() => Backbone.Load(folder, new()));

        Assert.Equal(ArtifactFailure.Damaged, error.Reason);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("neighbour.bin")]
    [InlineData("./listed.bin")]
    [InlineData("*/_ORT_MEM_ADDR_/*")]
    public async Task Load_GraphWithWeightsThatAreNotListed_IsRefused(string location)
    {
        await WriteAsync(location);
        // Beside it, with weights that fit.
        await File.WriteAllBytesAsync(bundle.GetPath(TinyBundle.BackbonePath + "/neighbour.bin"), new byte[12]);
        var folder = await bundle.Loader.OpenAsync(TinyBundle.BackbonePath, null, default);

        var error = Assert.Throws<ArtifactException>(() => Backbone.Load(folder, new()));

        Assert.Contains($"'{location}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("which its manifest does not list", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_WeightsListed_AreThoseThatWereVerified()
    {
        await WriteAsync("listed.bin");
        var weights = bundle.GetPath(TinyBundle.BackbonePath + "/listed.bin");
        var folder = await bundle.Loader.OpenAsync(TinyBundle.BackbonePath, null, default);
        using (var sut = Backbone.Load(folder, new()))
        {
            var before = Encode(sut);
            // In place, as whoever writes the store could.
            using (var file = new FileStream(weights, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                file.Write([255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]);

            Assert.Equal(before, Encode(sut));
        }

        var error = Assert.Throws<ArtifactException>(() => Backbone.Load(folder, new()));
        Assert.Equal(ArtifactFailure.Damaged, error.Reason);
        Assert.Contains("listed.bin", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => bundle.Dispose();

    private static float[] Encode(Backbone backbone) =>
        backbone.EncodeText(
            [backbone.Tokenizer.Encode("hello")],
            backbone.NoPrompts(Modality.Text, 1),
            CancellationToken.None
        );

    // A backbone whose text graph has a weight of three zeros in another file.
    private async Task WriteAsync(string location)
    {
        var folder = await bundle.WriteBackboneAsync();
        var graph = Path.Combine(folder.LocalPath, "text.onnx");
        await File.WriteAllBytesAsync(graph, ExternalWeights.AddTo(graph, location));
        await File.WriteAllBytesAsync(Path.Combine(folder.LocalPath, "listed.bin"), new byte[12]);
        await TinyBundle.ListAgainAsync<BackboneProperties>(folder);
    }
}
