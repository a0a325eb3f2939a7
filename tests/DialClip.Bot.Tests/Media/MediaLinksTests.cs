using DialClip.Artifacts;
using DialClip.Bot.Media;
using DialClip.Model.Indexing;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Media;

public sealed class MediaLinksTests(LoadedPictures loaded) : IClassFixture<LoadedPictures>
{
    private const string Base = "https://bot.example/pictures";

    [Theory]
    [InlineData("webchat", "red", "red.svg", "image/svg+xml")]
    [InlineData("directline", "green", "green.bmp", "image/bmp")]
    [InlineData("emulator", "wide", "wide.png", "image/png")]
    [InlineData("test", "moving", "moving.gif", "image/gif")]
    [InlineData("msteams", "red", "w1024/red.jpg", "image/jpeg")]
    [InlineData("MSTeams", "green", "w1024/green.jpg", "image/jpeg")]
    [InlineData("msteams", "small", "small.png", "image/png")]
    [InlineData("msteams", "still", "still.gif", "image/gif")]
    [InlineData("msteams", "moving", "w1024/moving.jpg", "image/jpeg")]
    [InlineData("msteams", "wide", "w1024/wide.png", "image/png")]
    [InlineData("msteams", "photo", "w1024/photo.jpg", "image/jpeg")]
    [InlineData("msteams", "heavy", "w1024/heavy.jpg", "image/jpeg")]
    [InlineData("slack", "red", "w1024/red.jpg", "image/jpeg")]
    [InlineData("email", "wide", "wide.png", "image/png")]
    [InlineData("email", "moving", "moving.gif", "image/gif")]
    [InlineData(null, "photo", "photo.jpeg", "image/jpeg")]
    [InlineData("telegram", "huge", "w1024/huge.jpg", "image/jpeg")]
    [InlineData("webchat", "liar", "liar.jpg", "image/webp")]
    [InlineData("msteams", "liar", "w1024/liar.png", "image/png")]
    [InlineData("telegram", "liar", "w1024/liar.png", "image/png")]
    [InlineData("msteams", "png named jpg", "w1024/png%20named%20jpg.png", "image/png")]
    public async Task For_Channel_NamesWhatItShows(string? channel, string item, string expected, string contentType)
    {
        var (sut, catalog) = await CreateAsync();

        var link = sut.Create(catalog.Find(item)!, catalog.Digest, new Activity { ChannelId = channel });

        Assert.Equal($"{Base}/{catalog.Digest[..12]}/{expected}", link.Address.AbsoluteUri);
        Assert.Equal(contentType, link.ContentType);
    }

    [Fact]
    public async Task For_SecondTime_DoesNotReadTheFileAgain()
    {
        var (sut, catalog) = await CreateAsync();
        var first = sut.Create(catalog.Find("seen")!, catalog.Digest, new Activity { ChannelId = "msteams" });
        File.Delete(Path.Combine(catalog.Folder.LocalPath, "media/seen.png"));

        Assert.Equal(first, sut.Create(catalog.Find("seen")!, catalog.Digest, new Activity { ChannelId = "msteams" }));
    }

    [Fact]
    public async Task For_FileIsMissing_SaysWhichAndWhatToDo()
    {
        var (sut, catalog) = await CreateAsync();
        File.Delete(Path.Combine(catalog.Folder.LocalPath, "media/lost.png"));

        var error = Assert.Throws<ArtifactException>(() =>
            sut.Create(catalog.Find("lost")!, catalog.Digest, new Activity { ChannelId = "msteams" })
        );

        Assert.Contains("lost.png' is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("./build.sh fetch", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webchat", "https://webchat.botframework.com/")]
    [InlineData("directline", "https://directline.botframework.com/")]
    [InlineData("msteams", "https://smba.trafficmanager.net/emea/")]
    [InlineData("emulator", "http://localhost:53000/")]
    [InlineData("test", "https://test.com")]
    [InlineData("webchat", null)]
    public async Task For_NoBaseAddress_NeverTakesTheServiceAddress(string channel, string? serviceUrl)
    {
        var (sut, catalog) = await CreateAsync(new());

        var error = Assert.Throws<InvalidOperationException>(() =>
            sut.Create(
                catalog.Find("small")!,
                catalog.Digest,
                new Activity { ChannelId = channel, ServiceUrl = serviceUrl }
            )
        );

        Assert.Contains("'DialClip:Media:BaseUrl'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_ProviderKnowsAnAddress_TakesItUnlessOneIsConfigured()
    {
        var provider = new FixedAddress("http://127.0.0.1:5000/media/");
        var (sut, catalog) = await CreateAsync(new(), new FixedAddress(null), provider);
        var (configured, _) = await CreateAsync(new() { BaseUrl = Base }, provider);
        var activity = new Activity { ChannelId = "webchat" };

        Assert.Equal(
            $"http://127.0.0.1:5000/media/{catalog.Digest[..12]}/small.png",
            sut.Create(catalog.Find("small")!, catalog.Digest, activity).Address.AbsoluteUri
        );
        Assert.StartsWith(
            Base,
            configured.Create(catalog.Find("small")!, catalog.Digest, activity).Address.AbsoluteUri,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task For_DrawingAlone_SaysThatTheChannelDoesNotShowIt()
    {
        var (sut, catalog) = await CreateAsync();
        var drawing = catalog.Find("red")! with { Media = ["media/red.svg"] };

        var error = Assert.Throws<InvalidOperationException>(() =>
            sut.Create(drawing, catalog.Digest, new Activity { ChannelId = "msteams" })
        );

        Assert.Contains(
            "'red' has no file that channel 'msteams' shows and none that can be decoded",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task For_CatalogWasReplaced_SaysSo()
    {
        var (sut, catalog) = await CreateAsync();

        var error = Assert.Throws<InvalidOperationException>(() =>
            sut.Create(catalog.Find("small")!, new string('0', 64), new Activity { ChannelId = "msteams" })
        );

        Assert.Contains("000000000000 is no longer loaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_PrivateCatalog_SignsWhatTheAddressNames()
    {
        var options = new MediaOptions
        {
            BaseUrl = Base + "/",
            Private = true,
            SigningKey = Convert.ToBase64String(new byte[32]),
        };
        var (sut, catalog) = await CreateAsync(options);
        var signer = Signer(options);

        var link = sut.Create(catalog.Find("set 1/bird")!, catalog.Digest, new Activity { ChannelId = "msteams" });

        var address = new MediaAddress(catalog.Digest[..12], null, "set 1/bird.png");
        Assert.Equal(
            $"{Base}/{catalog.Digest[..12]}/set%201%252Fbird.png{signer.CreateQuery(address)}",
            link.Address.AbsoluteUri
        );
    }

    private static MediaSigner Signer(MediaOptions options) =>
        new(Options.Create(options), new FakeTimeProvider(), NullLogger<MediaSigner>.Instance);

    private async Task<(MediaLinks Sut, Catalog Catalog)> CreateAsync(
        MediaOptions? options = null,
        params IMediaBaseAddressProvider[] providers
    )
    {
        options ??= new MediaOptions { BaseUrl = Base };
        var (pictures, catalog) = await loaded.OpenAsync();
        return (new(Options.Create(options), Signer(options), pictures, providers), catalog);
    }

    private sealed class FixedAddress(string? address) : IMediaBaseAddressProvider
    {
        public Uri? GetBaseAddress(IActivity activity) => address is null ? null : new(address);
    }
}
