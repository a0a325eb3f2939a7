using DialClip.Model.Artifacts;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using DialClip.Testing;
using DialClip.Training.Catalogs;

namespace DialClip.Training.Tests.Catalogs;

public sealed class StickerCatalogWriterTests : IDisposable
{
    private readonly string store = Directory.CreateTempSubdirectory("dialclip-catalog-").FullName;

    public void Dispose() => Directory.Delete(store, recursive: true);

    [RequiresFact(Tool.Stickers, Tool.PictureDecoders)]
    public async Task WriteAsync_ShippedSources_MakeACatalogThatLoads()
    {
        await WriteAsync();

        var folder = await new ArtifactLoader(new FileArtifactStore(store), store).OpenAsync("catalogs/stickers/1", null, CancellationToken.None);
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

        var error = await Assert.ThrowsAsync<InvalidDataException>(WriteAsync);

        Assert.Contains("new version", error.Message, StringComparison.Ordinal);
        Assert.Equal(first.Digest, (await new ArtifactLoader(new FileArtifactStore(store), store).OpenAsync("catalogs/stickers/1", null, CancellationToken.None)).Digest);
    }

    private Task<ArtifactFolder> WriteAsync() => StickerCatalogWriter.WriteAsync(
        Path.Combine(RepositoryPaths.NpmAssets, "stickers"),
        Path.Combine(RepositoryPaths.Root, "training", "data", "text-catalog.jsonl"),
        Path.Combine(store, "catalogs", "stickers", "1"),
        "stickers",
        "1",
        CancellationToken.None);
}
