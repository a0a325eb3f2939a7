using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using DialClip.Shared.IO;
using DialClip.Training.Data.Catalogs;

namespace DialClip.Training.Tests.Data.Catalogs;

public sealed class StickerCatalogWriterTests : IDisposable
{
    private readonly string store = Directory.CreateTempSubdirectory("dialclip-catalog-").FullName;

    public void Dispose() => Directory.Delete(store, recursive: true);

    [RequiresFact(Tool.Stickers)]
    public async Task WriteAsync_ShippedSources_MakeACatalogThatLoads()
    {
        await WriteAsync();

        var folder = await new ArtifactLoader(new FileArtifactStore(store), store).OpenAsync(
            "catalogs/stickers/1",
            null,
            CancellationToken.None
        );
        var catalog = Catalog.Load(folder);
        var party = catalog.Find("1F389")!;
        var picture = await catalog.ReadPictureAsync(party, CancellationToken.None);
        Assert.InRange(catalog.Items.Count(item => item.Modality == Modality.Picture), 1_850, 1_950);
        Assert.Contains(catalog.Items, item => item.Id == "text:get-well" && item.Modality == Modality.Text);
        Assert.Equal("party popper", party.Name);
        Assert.EndsWith(".svg", party.Media[0], StringComparison.Ordinal);
        Assert.Equal((64, 64), (picture.Width, picture.Height));
    }

    [RequiresFact(Tool.Stickers)]
    public async Task WriteAsync_Twice_IsRefusedAndChangesNothing()
    {
        var first = await WriteAsync();

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => WriteAsync());

        Assert.Contains("new version", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            first.Digest,
            (
                await new ArtifactLoader(new FileArtifactStore(store), store).OpenAsync(
                    "catalogs/stickers/1",
                    null,
                    CancellationToken.None
                )
            ).Digest
        );
    }

    [RequiresFact(Tool.Stickers)]
    public async Task WriteAsync_ShippedSources_AreTheCommittedCatalogs()
    {
        var stickers = await WriteAsync();
        var animals = await WriteAnimalsAsync();

        Assert.Equal(Committed("stickers"), stickers.Digest);
        Assert.Equal(Committed("animals"), animals.Digest);
    }

    [RequiresFact(Tool.Stickers)]
    public async Task WriteAsync_GroupsAndTags_TakesThoseStickersAndMarksItems()
    {
        var catalog = Catalog.Load(await WriteAnimalsAsync());

        Assert.InRange(catalog.Items.Count(item => item.Modality == Modality.Picture), 250, 350);
        Assert.NotNull(catalog.Find("1F436")); // dog face
        Assert.Null(catalog.Find("1F389")); // party popper
        Assert.Equal(["everyone"], catalog.Find("1F355")!.Tags["audience"]); // pizza
        Assert.Equal(["adults"], catalog.Find("1F37A")!.Tags["audience"]); // beer mug
        Assert.False(catalog.Find("1F355")!.Tags.ContainsKey("locale"));
        Assert.Equal(["en"], catalog.Find("text:cheers")!.Tags["locale"]);
        Assert.Equal(["adults"], catalog.Find("text:cheers")!.Tags["audience"]);
        Assert.Equal(["everyone"], catalog.Find("text:coffee-first")!.Tags["audience"]);
    }

    [RequiresTheory(Tool.Stickers)]
    [InlineData("""{"items":["1F389"],"tags":{"audience":["everyone"]}}""", "food-drink", "names item '1F389'")]
    [InlineData("""{"groups":["flags"],"tags":{"audience":["everyone"]}}""", "food-drink", "names group 'flags'")]
    [InlineData("""{"groups":["food-drink"]}""", "food-drink", "tags")]
    [InlineData(
        """{"groups":["food-drink"],"tags":{}}""",
        "fruit",
        "group 'fruit'; expected one of activities, animals-nature,"
    )]
    public async Task WriteAsync_RuleOrGroupOfNothing_WritesNothing(string rule, string group, string why)
    {
        var rules = Path.Combine(store, "rules.jsonl");
        await File.WriteAllTextAsync(rules, rule);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => WriteAsync("some", [group], rules));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(store, "catalogs", "some")));
    }

    private static string Data => Path.Combine(RepositoryPaths.Root, "training", "data");

    private static string Committed(string name)
    {
        var folder = Path.Combine(RepositoryPaths.Root, "model", "store", "catalogs", name, "1");
        return Digest.Compute(File.ReadAllBytes(Path.Combine(folder, "manifest.json"))).ToString();
    }

    private Task<ArtifactFolder> WriteAnimalsAsync() =>
        WriteAsync(
            "animals",
            ["animals-nature", "food-drink"],
            Path.Combine(Data, "animals-tags.jsonl"),
            "animals-texts.jsonl"
        );

    private Task<ArtifactFolder> WriteAsync(
        string name = "stickers",
        string[]? groups = null,
        string? tags = null,
        string texts = "text-catalog.jsonl"
    ) =>
        StickerCatalogWriter.WriteAsync(
            new(Path.Combine(RepositoryPaths.NpmAssets, "stickers"), Path.Combine(Data, texts), groups ?? [], tags),
            Path.Combine(store, "catalogs", name, "1"),
            name,
            "1",
            null,
            CancellationToken.None
        );
}
