using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Model.Tests.Indexing;

public sealed class EarlierVectorsTests : IDisposable
{
    private const string Words = """{"id":"new","modality":"text","text":"a new llama"}""";

    private readonly TinyBundle bundle = new();
    private readonly List<long> encoded = [];

    [Fact]
    public async Task BuildAsync_EarlierIndexOfTheSameItems_EncodesOnlyWhatIsNew()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, _, backbone, catalog) = model.Default;
        var next = Catalog.Load(await bundle.WriteCatalogAsync("2", Words, items: 7));

        var earlier = await ReadAsync(catalog, head, backbone);
        var vectors = await BuildAsync(next, backbone, head, earlier);
        var anew = await BuildAsync(next, backbone, head, null);

        Assert.Equal(6, earlier.CountReusable(next));
        Assert.Equal([1, 4, 7], encoded); // one text; four texts, then three pictures
        Assert.All(vectors.Zip(anew), pair => Assert.Equal(pair.Second, pair.First, 2e-3f));
    }

    [Fact]
    public async Task TryCopy_OtherWordsOrPixelsUnderTheSameId_AreEncodedAgain()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, _, backbone, catalog) = model.Default;
        var earlier = await ReadAsync(catalog, head, backbone);
        var folder = await bundle.WriteCatalogAsync("2");
        File.WriteAllBytes(Path.Combine(folder.LocalPath, "media", "blue.bmp"), TinyBundle.Bmp(1, 2, 3));
        var items = Path.Combine(folder.LocalPath, "items.jsonl");
        File.WriteAllText(
            items,
            File.ReadAllText(items)
                .Replace("\"text\":\"hello\"", "\"text\":\"hello there\"", StringComparison.Ordinal)
                .Replace("\"name\":\"red\"", "\"name\":\"red\",\"caption\":\"a red square\"", StringComparison.Ordinal)
        );
        var next = Catalog.Load(await TinyBundle.ListAgainAsync<CatalogProperties>(folder));

        Assert.Equal(3, earlier.CountReusable(next));
    }

    [Fact]
    public async Task Read_IndexOfAnotherHead_IsRefused()
    {
        using var model = await bundle.LoadModelAsync();
        var (_, _, backbone, catalog) = model.Default;
        await bundle.WriteHeadAsync("2", seed: 2);
        using var other = bundle.LoadHead(backbone, "2");

        var error = await Assert.ThrowsAsync<ArtifactException>(() => ReadAsync(catalog, other, backbone, "1"));

        Assert.Equal(ArtifactFailure.Mismatch, error.Reason);
    }

    public void Dispose() => bundle.Dispose();

    private async Task<EarlierVectors> ReadAsync(
        Catalog catalog,
        DialogHead head,
        Backbone backbone,
        string? indexedBy = null
    )
    {
        using var first = indexedBy is null ? null : bundle.LoadHead(backbone, indexedBy);
        var index = await bundle.Loader.OpenAsync(
            CandidateIndex.GetPath(catalog.Digest, (first ?? head).Digest),
            null,
            CancellationToken.None
        );
        return EarlierVectors.Read(index, catalog, head, backbone);
    }

    private Task<float[]> BuildAsync(Catalog catalog, Backbone backbone, DialogHead head, EarlierVectors? earlier) =>
        CandidateIndexBuilder.BuildAsync(catalog, backbone, head, new Log(encoded), CancellationToken.None, earlier);

    private sealed class Log(List<long> counts) : IProgress<long>
    {
        public void Report(long value) => counts.Add(value);
    }
}
