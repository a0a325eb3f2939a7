using DialClip.Bot.Media;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialClip.Bot.Tests.Media;

/// <summary>A loaded catalog with pictures of many kinds, made when the first test asks for it.</summary>
public sealed class LoadedPictures : IDisposable
{
    private readonly TinyBundle bundle = new();
    private readonly List<IDisposable> opened = [];
    private (CatalogPictures Pictures, Catalog Catalog)? loaded;

    internal async Task<(CatalogPictures Pictures, Catalog Catalog)> OpenAsync()
    {
        if (loaded is { } found)
            return found;
        byte[] frame = TinyGif.Frame(0, 0, 2, 2, [1, 2, 3, 4]);
        bundle.MorePictures.AddRange([
            ("small", "small.png", Pictures.Transparent(100, 100)),
            ("seen", "seen.png", Pictures.Transparent(101, 100)),
            ("lost", "lost.png", Pictures.Transparent(102, 100)),
            ("wide", "wide.png", Pictures.Transparent(1025, 10)),
            ("photo", "photo.jpeg", Pictures.Jpeg(1200, 900)),
            ("heavy", "heavy.png", Pictures.Opaque(700, 700)),
            ("huge", "huge.png", Pictures.Opaque(1400, 1300)),
            ("still", "still.gif", TinyGif.Encode(2, 2, frame)),
            ("moving", "moving.gif", TinyGif.Encode(2, 2, frame, frame)),
            ("liar", "liar.jpg", Pictures.WebP(20, 20)),
            ("png named jpg", "png-named.jpg", Pictures.Transparent(11, 10)),
            ("set 1/bird", "bird.png", Pictures.Transparent(10, 10)),
        ]);
        await bundle.WriteAllAsync();
        var source = new ModelSource(bundle.Loader, bundle.Options);
        await source.ReloadAsync(CancellationToken.None);
        var pictures = new CatalogPictures(source, new(TimeProvider.System, NullLogger<CatalogFileReader>.Instance));
        opened.AddRange([pictures, source]);
        using var lease = source.Acquire();
        loaded = (pictures, lease.Model.Catalog);
        return loaded.Value;
    }

    public void Dispose()
    {
        opened.ForEach(each => each.Dispose());
        bundle.Dispose();
    }
}
