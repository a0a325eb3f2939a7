using DialClip.Artifacts;
using DialClip.Artifacts.Format;

namespace DialClip.Encoders.Tests;

public sealed class BackboneTests : IDisposable
{
    private readonly TinyBundle bundle = new();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void EncodeText_Batch_EqualsEachAlone(int prompts)
    {
        using var sut = bundle.LoadBackbone();
        int[][] texts =
        [
            sut.Tokenizer.Encode("hello"),
            sut.Tokenizer.Encode("a cat, a cat, a very long cat"),
            sut.Tokenizer.Encode(""),
        ];
        var deep = Prompts(texts.Length, TinyGraphs.TextLayers, prompts);

        var together = sut.EncodeText(texts, deep, CancellationToken.None);

        var alone = texts.SelectMany((text, row) => sut.EncodeText([text], Row(deep, row), CancellationToken.None));
        AssertClose([.. alone], together);
    }

    [Fact]
    public void EncodePixels_Batch_EqualsEachAlone()
    {
        using var sut = bundle.LoadBackbone();
        var pictures = Enumerable.Range(0, 3).Select(i => TinyBundle.Picture(10 + i, 7 * i + 4, i)).ToList();
        var deep = Prompts(pictures.Count, TinyGraphs.VisionLayers, 2);

        var together = sut.EncodePictures(pictures, deep, CancellationToken.None);

        var alone = pictures.SelectMany(
            (picture, row) =>
                sut.EncodePixels(sut.Preprocessor.ToPixels(picture), 1, Row(deep, row), CancellationToken.None)
        );
        AssertClose([.. alone], together);
    }

    [Fact]
    public void Encode_WrongShapes_SayWhatWasFoundAndExpected()
    {
        using var sut = bundle.LoadBackbone();

        var prompts = Assert.Throws<ArgumentException>(() =>
            sut.EncodeText([sut.Tokenizer.Encode("a")], sut.NoPrompts(Modality.Picture, 1), CancellationToken.None)
        );
        var tooLong = Assert.Throws<ArgumentException>(() =>
            sut.EncodeText([new int[78]], sut.NoPrompts(Modality.Text, 1), CancellationToken.None)
        );
        var pixels = Assert.Throws<ArgumentException>(() =>
            sut.EncodePixels(new float[5], 1, sut.NoPrompts(Modality.Picture, 1), CancellationToken.None)
        );

        Assert.Contains("(1, 3, 0, 6), but the tower takes (1, 2, any, 6)", prompts.Message, StringComparison.Ordinal);
        Assert.Contains("78", tooLong.Message, StringComparison.Ordinal);
        Assert.Contains("5 values do not make 1 pictures of 3 x 4 x 4", pixels.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_NothingOrCancelled_DoesNoPass()
    {
        using var sut = bundle.LoadBackbone();

        Assert.Empty(sut.EncodeText([], sut.NoPrompts(Modality.Text, 0), CancellationToken.None));
        Assert.Empty(sut.EncodePictures([], sut.NoPrompts(Modality.Picture, 0), CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() =>
            sut.EncodeText(
                [sut.Tokenizer.Encode("a")],
                sut.NoPrompts(Modality.Text, 1),
                new CancellationToken(canceled: true)
            )
        );
    }

    [Fact]
    public async Task Load_VocabularyOfAnotherSizeOrDamaged_SaysWhatToDo()
    {
        var folder = await bundle.WriteBackboneAsync();
        using var smaller = new TinyVocabulary("c a");
        foreach (var file in Directory.GetFiles(smaller.Folder))
            File.Copy(file, Path.Combine(folder.LocalPath, Path.GetFileName(file)), overwrite: true);

        folder = await TinyBundle.ListAgainAsync<BackboneProperties>(folder);
        var otherSize = Assert.Throws<ArtifactException>(() => Backbone.Load(folder, new()));
        await File.WriteAllTextAsync(Path.Combine(folder.LocalPath, "vocab.json"), "[]");
        folder = await TinyBundle.ListAgainAsync<BackboneProperties>(folder);
        var damaged = Assert.Throws<ArtifactException>(() => Backbone.Load(folder, new()));

        Assert.Contains("has 515 tokens, but its text tower knows 521", otherSize.Message, StringComparison.Ordinal);
        Assert.Contains("vocab.json", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("dialclip export", damaged.Message, StringComparison.Ordinal);
    }

    public void Dispose() => bundle.Dispose();

    internal static void AssertClose(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private static DeepPrompts Prompts(int batch, int layers, int count)
    {
        var random = new Random(5);
        return new(
            batch,
            layers,
            count,
            TinyGraphs.Dimension,
            [
                .. Enumerable
                    .Range(0, batch * layers * count * TinyGraphs.Dimension)
                    .Select(_ => (float)random.NextDouble()),
            ]
        );
    }

    private static DeepPrompts Row(DeepPrompts prompts, int row)
    {
        var size = prompts.Values.Length / prompts.Batch;
        return new(1, prompts.Layers, prompts.Count, prompts.Width, prompts.Values[(row * size)..((row + 1) * size)]);
    }
}
