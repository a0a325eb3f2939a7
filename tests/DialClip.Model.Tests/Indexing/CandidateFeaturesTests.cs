using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;

namespace DialClip.Model.Tests.Indexing;

public sealed class CandidateFeaturesTests : IDisposable
{
    private static readonly FusionProperties Fusion = new()
    {
        CaptionTextToPicture = 0.75,
        CaptionPictureToPicture = 0.25,
    };

    private readonly TinyBundle bundle = new();

    [Fact]
    public async Task Build_HeadWithFusion_IsCaptionsAndPixelsByTheirShares()
    {
        await bundle.WriteHeadAsync("1", fusion: Fusion);
        using var model = await bundle.LoadModelAsync();
        var (head, _, backbone, catalog) = model.Default;

        var vectors = await CandidateIndexBuilder.BuildAsync(catalog, backbone, head, null, CancellationToken.None);

        for (var number = 0; number < TinyBundle.Pictures.Length; number++)
        {
            var item = catalog.Items[number];
            var pixels = Unit(await EncodePixelsAsync(model.Default, item));
            // The name, and the name with its one keyword; by the tower without prompts.
            var texts = new[] { item.Name, $"{item.Name}, colour" };
            var caption = Unit(
                Add(texts.Select(text => backbone.EncodeText([text], CancellationToken.None)).ToArray())
            );
            foreach (var (input, share) in new[] { (Modality.Text, 0.75f), (Modality.Picture, 0.25f) })
            {
                float[] fused = [.. caption.Zip(pixels, (c, p) => share * c + (1 - share) * p)];
                var expected = head.Project(fused, 1, CancellationToken.None)
                    .GetCandidate(0, Experts.GetNumber(input, Modality.Picture))
                    .ToArray();
                AssertClose(expected, Vector(vectors, number, input));
            }
        }
    }

    [Fact]
    public async Task Build_HeadWithoutFusion_IsPixelsAlone()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, _, backbone, catalog) = model.Default;

        var vectors = await CandidateIndexBuilder.BuildAsync(catalog, backbone, head, null, CancellationToken.None);

        var expected = head.Project(await EncodePixelsAsync(model.Default, catalog.Items[0]), 1, CancellationToken.None)
            .GetCandidate(0, Experts.T2V)
            .ToArray();
        AssertClose(expected, Vector(vectors, 0, Modality.Text));
    }

    [Fact]
    public async Task Project_SharesAtTheirLimits_AreOneOfTheTwoAlone()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, _, backbone, catalog) = model.Default;
        var features = await EncodeAsync(model.Default, withCaptions: true);

        var pixels = features.Project(head, new(), CancellationToken.None);
        var captions = features.Project(
            head,
            new() { CaptionTextToPicture = 1, CaptionPictureToPicture = 1 },
            CancellationToken.None
        );

        var none = (await EncodeAsync(model.Default, withCaptions: false)).Project(head, null, CancellationToken.None);
        AssertClose(none, pixels);
        Assert.NotEqual(pixels, captions);
        // Texts have one feature only.
        var texts = TinyBundle.Pictures.Length * 2 * backbone.Dimension;
        AssertClose(pixels[texts..], captions[texts..]);
        Assert.Equal(catalog.Items.Count * 2 * backbone.Dimension, captions.Length);
    }

    [Fact]
    public async Task Project_PictureWithOneOfTheTwo_IsKnownByThat()
    {
        // Pixels without any words, and words without any pixels.
        var catalog = await WriteAsync(
            """{"id":"mute","modality":"picture","media":["media/blue.bmp"]}""",
            """{"id":"drawing","modality":"picture","caption":"a llama","media":["media/red.svg"]}"""
        );
        using var backbone = bundle.LoadBackbone();
        await bundle.WriteHeadAsync("2", fusion: Fusion);
        using var head = bundle.LoadHead(backbone, "2");

        var features = await CandidateFeatures.EncodeAsync(catalog, backbone, head, null, CancellationToken.None);
        var vectors = features.Project(head, Fusion, CancellationToken.None);

        var mute = await CandidateFeatures.EncodeAsync(
            catalog,
            [catalog.Find("mute")!],
            backbone,
            head,
            withCaptions: false,
            null,
            CancellationToken.None
        );
        AssertClose(
            Vector(mute.Project(head, null, CancellationToken.None), 0, Modality.Text),
            Vector(vectors, Number("mute"), Modality.Text)
        );
        var caption = backbone.EncodeText(["a llama"], CancellationToken.None);
        foreach (var input in new[] { Modality.Text, Modality.Picture })
            AssertClose(
                head.Project(caption, 1, CancellationToken.None)
                    .GetCandidate(0, Experts.GetNumber(input, Modality.Picture))
                    .ToArray(),
                Vector(vectors, Number("drawing"), input)
            );

        int Number(string id) => catalog.Items.ToList().FindIndex(item => item.Id == id);
    }

    [Fact]
    public async Task Encode_DrawingForAHeadWithoutFusion_SaysThatPixelsAreMissing()
    {
        var catalog = await WriteAsync(
            """{"id":"drawing","modality":"picture","caption":"a llama","media":["media/red.svg"]}"""
        );
        using var backbone = bundle.LoadBackbone();
        using var head = bundle.LoadHead(backbone);

        var error = await Assert.ThrowsAsync<ArtifactException>(() =>
            CandidateFeatures.EncodeAsync(catalog, backbone, head, null, CancellationToken.None)
        );

        Assert.Contains("only vector drawings", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_LongCaption_IsCutAndCounted()
    {
        var caption = string.Join(' ', Enumerable.Repeat("hello", 500));
        var catalog = await WriteAsync(
            $$"""{"id":"long","modality":"picture","caption":"{{caption}}","media":["media/red.bmp"]}"""
        );
        using var backbone = bundle.LoadBackbone();
        await bundle.WriteHeadAsync("2", fusion: Fusion);
        using var head = bundle.LoadHead(backbone, "2");

        var features = await CandidateFeatures.EncodeAsync(catalog, backbone, head, null, CancellationToken.None);

        Assert.Equal(1, features.CutCaptions);
    }

    public void Dispose() => bundle.Dispose();

    private async Task<Catalog> WriteAsync(params string[] lines)
    {
        var items = TinyBundle.Pictures.Length + TinyBundle.Texts.Length + lines.Length;
        return Catalog.Load(await bundle.WriteCatalogAsync(extraLine: string.Join('\n', lines), items: items));
    }

    private static Task<CandidateFeatures> EncodeAsync(LoadedHead head, bool withCaptions) =>
        CandidateFeatures.EncodeAsync(
            head.Catalog,
            head.Catalog.Items,
            head.Backbone,
            head.Head,
            withCaptions,
            null,
            CancellationToken.None
        );

    private static async Task<float[]> EncodePixelsAsync(LoadedHead loaded, CatalogItem item) =>
        loaded.Backbone.EncodePictures(
            [await loaded.Catalog.ReadPictureAsync(item, CancellationToken.None)],
            loaded.Head.DomainPrompts.Vision,
            CancellationToken.None
        );

    private static float[] Vector(float[] vectors, int number, Modality input)
    {
        const int Dimension = TinyGraphs.Dimension;
        return vectors.AsSpan((number * 2 + (int)input) * Dimension, Dimension).ToArray();
    }

    private static float[] Add(float[][] vectors) =>
        [.. Enumerable.Range(0, vectors[0].Length).Select(value => vectors.Sum(vector => vector[value]))];

    private static float[] Unit(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => value / length);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
