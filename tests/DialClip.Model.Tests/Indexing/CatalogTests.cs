using DialClip.Artifacts;
using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Model.Tests.Indexing;

public sealed class CatalogTests : IDisposable
{
    private readonly TinyBundle bundle = new();

    [Fact]
    public async Task Load_PicturesAndTexts_AreReadInOrder()
    {
        var catalog = Catalog.Load(await bundle.WriteCatalogAsync());

        Assert.Equal(
            ["red", "green", "blue", "text:hello", "text:cat", "text:llama"],
            catalog.Items.Select(item => item.Id)
        );
        Assert.Equal(["media/red.svg", "media/red.bmp"], catalog.Find("red")!.Media);
        Assert.Equal(
            (Modality.Text, "a cat", "a cat"),
            (catalog.Find("text:cat")!.Modality, catalog.Find("text:cat")!.Text, catalog.Find("text:cat")!.Name)
        );
        Assert.Null(catalog.Find("RED"));
    }

    [Theory]
    [InlineData("\"a red shoe\"", "a red shoe")]
    [InlineData("\" \"", null)]
    [InlineData("null", null)]
    public async Task Load_Caption_IsReadWhereThereAreWords(string written, string? expected)
    {
        var line = $$"""{"id":"shoe","modality":"picture","media":["media/red.bmp"],"caption":{{written}}}""";

        var catalog = Catalog.Load(await bundle.WriteCatalogAsync(extraLine: line, items: 7));

        Assert.Equal(expected, catalog.Find("shoe")!.Caption);
        Assert.Null(catalog.Find("red")!.Caption);
    }

    [Theory]
    [InlineData("{\"id\":\"x\",\"modality\":\"sound\"}", "line 7")]
    [InlineData("{\"modality\":\"text\",\"text\":\"x\"}", "'id'")]
    [InlineData("not json", "line 7")]
    [InlineData("{\"id\":\"red\",\"modality\":\"text\",\"text\":\"x\"}", "id 'red' comes a second time")]
    [InlineData("{\"id\":\"x\",\"modality\":\"text\",\"text\":\" \"}", "item 'x' is a text without words")]
    [InlineData("{\"id\":\"x\",\"modality\":\"picture\"}", "item 'x' is a picture without a file")]
    [InlineData(
        "{\"id\":\"x\",\"modality\":\"picture\",\"media\":[\"../../secret.png\"]}",
        "item 'x' names '../../secret.png', which the catalog's manifest does not list"
    )]
    [InlineData("{\"id\":\"x\",\"id\":\"y\",\"modality\":\"text\",\"text\":\"x\"}", "line 7")]
    [InlineData("{\"id\":\"x\",\"modality\":\"text\",\"text\":\"x\",\"tags\":[]}", "line 7")]
    [InlineData(
        "{\"id\":\"x\",\"modality\":\"text\",\"text\":\"x\",\"tags\":{\"\":[\"a\"]}}",
        "item 'x' has a tag whose name is empty"
    )]
    [InlineData(
        "{\"id\":\"x\",\"modality\":\"text\",\"text\":\"x\",\"tags\":{\"locale\":[]}}",
        "item 'x' has a tag 'locale' with 0 values, expected 1 to 32"
    )]
    [InlineData(
        "{\"id\":\"x\",\"modality\":\"text\",\"text\":\"x\",\"tags\":{\"locale\":null}}",
        "'tags.locale' is null, expected a list"
    )]
    [InlineData(
        "{\"id\":\"x\",\"modality\":\"text\",\"text\":\"x\",\"tags\":{\"locale\":[\"en\",null]}}",
        "'tags.locale[1]' is null, expected a text"
    )]
    [InlineData(
        "{\"id\":\"x\",\"modality\":\"text\",\"text\":\"x\",\"tags\":{\"locale\":[\" \"]}}",
        "item 'x' has a tag 'locale' of which a value is empty"
    )]
    [InlineData(
        "{\"id\":\"x\",\"modality\":\"text\",\"text\":\"x\",\"tags\":{\"locale\":[\"en\"],\"Locale\":[\"de\"]}}",
        "item 'x' has the tag 'locale' more than once"
    )]
    [InlineData(
        "{\"id\":\"x\",\"modality\":\"text\",\"text\":\"x\",\"tags\":{\"locale\":[\"en\"],\"locale\":[\"de\"]}}",
        "line 7"
    )]
    [InlineData("{\"id\":\"x\",\"modality\":\"text\",\"text\":\"x\",\"keywords\":[null]}", "'keywords[0]' is null")]
    [InlineData("{\"id\":\"x\",\"modality\":\"picture\",\"media\":[null]}", "'media[0]' is null")]
    [InlineData(
        "{\"id\":\"x\",\"modality\":\"text\",\"text\":\"one too many\"}",
        "holds 7 items, but its manifest says 6"
    )]
    public async Task Load_DamagedLine_SaysWhereAndWhy(string line, string why)
    {
        var folder = await bundle.WriteCatalogAsync(extraLine: line);

        var error = Assert.Throws<ArtifactException>(() => Catalog.Load(folder));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains("dialclip catalog", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_Tags_AreReadByNamesOfAnyCase()
    {
        var catalog = Catalog.Load(
            await bundle.WriteCatalogAsync(
                extraLine: """
                {"id":"text:x","modality":"text","text":"x","tags":{"audience":["everyone"],"Locale":["en","de"]}}
                """,
                items: 7
            )
        );

        var tags = catalog.Find("text:x")!.Tags;

        Assert.Equal(["everyone"], tags["Audience"]);
        Assert.Equal(["en", "de"], tags["locale"]);
        Assert.Empty(catalog.Find("red")!.Tags);
    }

    [Theory]
    [InlineData(16, 32, 64, null)]
    [InlineData(17, 1, 8, "has 17 tags, expected at most 16")]
    [InlineData(1, 33, 8, "with 33 values, expected 1 to 32")]
    [InlineData(1, 1, 65, "a value has 65 characters, expected at most 64")]
    public async Task Load_ManyTags_AreTakenUpToTheirBounds(int names, int values, int characters, string? why)
    {
        var tags = Enumerable
            .Range(0, names)
            .ToDictionary(
                name => $"tag{name}",
                _ => Enumerable.Range(0, values).Select(value => $"{value}".PadRight(characters, 'x'))
            );
        var folder = await bundle.WriteCatalogAsync(
            extraLine: System.Text.Json.JsonSerializer.Serialize(
                new
                {
                    id = "x",
                    modality = "text",
                    text = "x",
                    tags,
                }
            ),
            items: 7
        );

        var error = Record.Exception(() => Catalog.Load(folder));

        Assert.Equal(why is null, error is null);
        Assert.Contains(why ?? "", error?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadPicture_VectorDrawingFirst_ReadsTheDecodableOne()
    {
        var catalog = Catalog.Load(await bundle.WriteCatalogAsync());

        var picture = await catalog.ReadPictureAsync(catalog.Find("red")!, CancellationToken.None);

        Assert.Equal([250, 10, 20], picture.Pixels);
    }

    [Fact]
    public async Task ReadPicture_ChangedFile_IsRefused()
    {
        var catalog = Catalog.Load(await bundle.WriteCatalogAsync());
        await File.AppendAllTextAsync(bundle.GetPath(TinyBundle.CatalogPath + "/1/media/red.bmp"), "x");

        var error = await Assert.ThrowsAsync<ArtifactException>(() =>
            catalog.ReadPictureAsync(catalog.Find("red")!, CancellationToken.None)
        );

        Assert.Equal(ArtifactFailure.Damaged, error.Reason);
    }

    public void Dispose() => bundle.Dispose();
}
