using System.Net;
using System.Net.Http.Headers;
using DialClip.Bot.Media;
using DialClip.Encoders.Imaging;
using DialClip.Model.Loading;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkiaSharp;

namespace DialClip.Bot.Tests.Media;

public sealed class MediaEndpointTests
{
    private static readonly Dictionary<string, string?> Private = new()
    {
        ["DialClip:Media:Private"] = "true",
        ["DialClip:Media:SigningKey"] = Convert.ToBase64String(new byte[32]),
    };

    [Theory]
    [InlineData("photo.jpg", "image/jpeg")]
    [InlineData("photo.png", "image/png")]
    [InlineData("glass.png", "image/png")]
    [InlineData("green.jpg", "image/jpeg")]
    public async Task Rendition_AnyPicture_IsWithinTheLimitsOfTeams(string file, string contentType)
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync($"/media/{Digest(host)}/w1024/{file}");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(
            (HttpStatusCode.OK, contentType),
            (response.StatusCode, response.Content.Headers.ContentType!.MediaType)
        );
        Assert.Equal("image/" + ImageDecoder.RecognizeFormat(bytes)!.ToLowerInvariant(), contentType);
        Assert.InRange(bytes.Length, 1, 1_000_000);
        Assert.InRange(ImageDecoder.ReadFacts(bytes).Edge, 1, 1024);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains(response.Headers.CacheControl!.Extensions, extension => extension.Name == "immutable");
    }

    [Fact]
    public async Task File_ListedPicture_IsServedForGood()
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync($"/media/{Digest(host)}/green.bmp");
        using var drawing = await host.Client.GetAsync($"/media/{Digest(host)}/red.svg");

        Assert.Equal(
            TinyBundle.Pictures.Single(picture => picture.Id == "green").Bmp,
            await response.Content.ReadAsByteArrayAsync()
        );
        Assert.Contains(response.Headers.CacheControl!.Extensions, extension => extension.Name == "immutable");
        Assert.Contains(
            "sandbox",
            drawing.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Equal("image/svg+xml", drawing.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("none.bmp")]
    [InlineData("green.svg")]
    [InlineData("..%2Fmanifest.json")]
    [InlineData("..%2f..%2fitems.jsonl")]
    [InlineData("text:hello.png")]
    public async Task File_AnythingElse_IsNotFound(string file)
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync($"/media/{Digest(host)}/{file}");
        using var other = await host.Client.GetAsync("/media/000000000000/green.bmp");

        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            new[] { response.StatusCode, other.StatusCode }
        );
    }

    [Fact]
    public async Task Rendition_TransparentPicture_KeepsItsAlpha()
    {
        await using var host = await StartAsync();

        using var picture = SKBitmap.Decode(
            await host.Client.GetByteArrayAsync($"/media/{Digest(host)}/w1024/glass.png")
        );

        Assert.Equal(0, picture.GetPixel(0, 0).Alpha);
        Assert.Equal(255, picture.GetPixel(picture.Width - 1, picture.Height - 1).Alpha);
    }

    [Fact]
    public async Task Rendition_OfTwoHosts_HasTheSameBytesAndTag()
    {
        await using var firstHost = await StartAsync();
        await using var secondHost = await StartAsync();

        using var first = await firstHost.Client.GetAsync($"/media/{Digest(firstHost)}/w1024/photo.jpg");
        using var second = await secondHost.Client.GetAsync($"/media/{Digest(secondHost)}/w1024/photo.jpg");

        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task Rendition_NotListed_IsNotFound()
    {
        await using var host = await StartAsync();

        foreach (
            var path in new[]
            {
                "w9999/photo.jpg",
                "w512/photo.jpg",
                "W1024/photo.jpg",
                "w1024x/photo.jpg",
                "w1024/photo.gif",
                "w1024/photo.svg",
                "w1024/photo",
                "w1024/none.png",
                "w1024/text:hello.png",
                "w1024/..%2Fphoto.png",
            }
        )
        {
            using var response = await host.Client.GetAsync($"/media/{Digest(host)}/{path}");
            Assert.True(response.StatusCode == HttpStatusCode.NotFound, path);
        }
        using var other = await host.Client.GetAsync("/media/000000000000/w1024/photo.jpg");
        using var part = await host.Client.GetAsync($"/media/{Digest(host)[..4]}/w1024/photo.jpg");
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], new[] { other.StatusCode, part.StatusCode });
    }

    [Fact]
    public async Task Rendition_CannotBeMade_IsAnErrorThatIsLoggedOnce()
    {
        var logs = new FakeLoggerProvider();
        await using var host = await StartAsync(logs: logs);

        var address = new MediaAddress(Digest(host), "w1024", "photo.png");
        var catalog = host.Services.GetRequiredService<CatalogPictures>().Find(address.Catalog)!;

        // A file of the catalog that is no picture.
        await host
            .Services.GetRequiredService<MediaFiles>()
            .RenderAsync(catalog, "items.jsonl", address, Rendition.Large, PictureFormat.Png, CancellationToken.None);
        using var first = await host.Client.GetAsync($"/media/{address.RelativePath}");
        using var second = await host.Client.GetAsync($"/media/{address.RelativePath}");

        Assert.Equal(
            [HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError],
            new[] { first.StatusCode, second.StatusCode }
        );
        Assert.True(first.Headers.CacheControl!.NoStore);
        var error = Assert.Single(logs.Lines, line => line.Level == LogLevel.Error);
        Assert.Contains("expected JPEG, PNG", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picture_ChangedOnDisk_IsAnErrorAndIsNotServed()
    {
        var logs = new FakeLoggerProvider();
        await using var host = await StartAsync(logs: logs);
        await File.AppendAllTextAsync(host.GetPath(TinyBundle.CatalogPath + "/1/media/photo.jpg"), "x");

        using var original = await host.Client.GetAsync($"/media/{Digest(host)}/photo.jpg");
        using var rendition = await host.Client.GetAsync($"/media/{Digest(host)}/w1024/photo.jpg");

        Assert.Equal(
            [HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError],
            new[] { original.StatusCode, rendition.StatusCode }
        );
        Assert.All(
            logs.Lines.Where(line => line.Level == LogLevel.Error),
            line => Assert.Contains("media/photo.jpg", line.Message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Picture_KnownTag_IsNotEvenRead()
    {
        await using var host = await StartAsync();
        using var whole = await host.Client.GetAsync($"/media/{Digest(host)}/photo.jpg");
        File.Delete(host.GetPath(TinyBundle.CatalogPath + "/1/media/photo.jpg"));

        using var known = await SendAsync(host, HttpMethod.Get, "photo.jpg", whole.Headers.ETag!);
        using var other = await SendAsync(host, HttpMethod.Get, "photo.jpg", null);

        Assert.Equal(
            [HttpStatusCode.NotModified, HttpStatusCode.InternalServerError],
            new[] { known.StatusCode, other.StatusCode }
        );
        Assert.Equal(
            (whole.Headers.ETag, whole.Headers.CacheControl),
            (known.Headers.ETag, known.Headers.CacheControl)
        );
    }

    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("w1024/photo.jpg")]
    public async Task Picture_KnownTag_IsNotSentAgain(string path)
    {
        await using var host = await StartAsync();
        using var whole = await host.Client.GetAsync($"/media/{Digest(host)}/{path}");
        var length = (await whole.Content.ReadAsByteArrayAsync()).Length;

        using var known = await SendAsync(host, HttpMethod.Get, path, whole.Headers.ETag!);
        using var other = await SendAsync(host, HttpMethod.Get, path, new EntityTagHeaderValue("\"another\""));
        using var head = await SendAsync(host, HttpMethod.Head, path, null);

        Assert.Equal(
            (HttpStatusCode.NotModified, 0),
            (known.StatusCode, (await known.Content.ReadAsByteArrayAsync()).Length)
        );
        Assert.Equal(whole.Headers.ETag, known.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal((HttpStatusCode.OK, length), (head.StatusCode, head.Content.Headers.ContentLength!.Value));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Picture_IdWithSlashAndSpace_IsFoundByItsLink()
    {
        await using var host = await StartAsync(Private);

        using var response = await host.Client.GetAsync(Link(host, "set 1/bird", "webchat"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("webchat", "photo.jpg")]
    [InlineData("msteams", "w1024/photo.jpg")]
    public async Task Private_SignedLink_IsServedAndCachedNoLongerThanItLasts(string channel, string path)
    {
        await using var host = await StartAsync(
            new Dictionary<string, string?>(Private) { ["DialClip:Media:BaseUrl"] = "https://bot.example/media/" }
        );
        var link = Link(host, "photo", channel);

        using var response = await host.Client.GetAsync(link.PathAndQuery);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.EndsWith(path, link.AbsolutePath, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.Private);
        Assert.False(response.Headers.CacheControl.Public);
        Assert.InRange(
            response.Headers.CacheControl.MaxAge!.Value,
            TimeSpan.FromHours(24) - TimeSpan.FromMinutes(5),
            TimeSpan.FromHours(25)
        );
    }

    [Fact]
    public async Task Private_UnsignedOrChangedLink_IsRefused()
    {
        await using var host = await StartAsync(Private);
        var link = Link(host, "photo", "webchat").PathAndQuery;
        var query = link[link.IndexOf('?', StringComparison.Ordinal)..];

        foreach (
            var changed in new[]
            {
                $"/media/{Digest(host)}/photo.jpg",
                $"/media/{Digest(host)}/none.jpg",
                $"/media/{Digest(host)}/glass.png{query}",
                $"/media/{Digest(host)}/w1024/photo.jpg{query}",
                $"/media/{Digest(host)}/photo.png{query}",
                link.Replace("expires=", "expires=9", StringComparison.Ordinal),
                link[..^1] + (link[^1] == 'A' ? 'B' : 'A'),
                link[..^2],
                link + "&signature=x",
            }
        )
        {
            using var response = await host.Client.GetAsync(changed);
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, changed);
            Assert.True(response.Headers.CacheControl!.NoStore);
        }
        using var unchanged = await host.Client.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, unchanged.StatusCode);
    }

    [Fact]
    public async Task Private_ExpiredLink_IsRefused()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(Private, time);
        var link = Link(host, "photo", "webchat");

        time.Advance(TimeSpan.FromHours(23));
        using var before = await host.Client.GetAsync(link);
        time.Advance(TimeSpan.FromHours(2));
        using var after = await host.Client.GetAsync(link);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden], new[] { before.StatusCode, after.StatusCode });
    }

    [Theory]
    [InlineData("a%2Fb")]
    [InlineData("a/b%2fc%25d")]
    [InlineData("%252F")]
    [InlineData("100% of + & # ? ; = @ : \\ \" ' ~")]
    [InlineData("..")]
    [InlineData("../..")]
    [InlineData("caf\u00e9 \ud83c\udf89 \u4f60")]
    [InlineData("cafe\u0301")]
    [InlineData("photo.jpg")]
    [InlineData("w1024/photo")]
    public async Task Picture_AnyId_IsFoundByItsLink(string id)
    {
        await using var host = await MediaHost.StartAsync(
            new Dictionary<string, string?>(Private) { ["DialClip:Media:BaseUrl"] = "http://127.0.0.1/media/" },
            null,
            null,
            (id, "odd.png", Pictures.Transparent(1100, 10))
        );

        foreach (var channel in new[] { "webchat", "msteams" })
        {
            using var response = await host.Client.GetAsync(Link(host, id, channel));

            Assert.Equal(
                (HttpStatusCode.OK, "image/png"),
                (response.StatusCode, response.Content.Headers.ContentType?.MediaType)
            );
        }
    }

    [Fact]
    public async Task File_UnderAWrongName_IsServedAsWhatItIs()
    {
        await using var host = await MediaHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:Media:BaseUrl"] = "http://127.0.0.1/media/" },
            null,
            null,
            ("dog", "dog.jpg", Pictures.WebP(20, 20))
        );

        using var original = await host.Client.GetAsync(Link(host, "dog", "webchat"));
        using var rendition = await host.Client.GetAsync(Link(host, "dog", "msteams"));

        Assert.Equal("image/webp", original.Content.Headers.ContentType!.MediaType);
        Assert.Equal("image/png", rendition.Content.Headers.ContentType!.MediaType);
        Assert.Equal("PNG", ImageDecoder.RecognizeFormat(await rendition.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task Link_WithAKey_CannotBeGuessedAndNeverExpires()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        var settings = new Dictionary<string, string?>(Private) { ["DialClip:Media:Private"] = "false" };
        await using var host = await StartAsync(settings, time);
        var link = Link(host, "photo", "msteams");
        time.Advance(TimeSpan.FromDays(3650));

        using var later = await host.Client.GetAsync(link);
        using var guessed = await host.Client.GetAsync(link.GetLeftPart(UriPartial.Path));
        using var other = await host.Client.GetAsync(
            link.OriginalString.Replace("photo", "glass", StringComparison.Ordinal)
        );

        Assert.Equal(link, Link(host, "photo", "msteams"));
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
            new[] { later.StatusCode, guessed.StatusCode, other.StatusCode }
        );
        Assert.Contains(later.Headers.CacheControl!.Extensions, extension => extension.Name == "immutable");
    }

    private static Task<MediaHost> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        TimeProvider? time = null,
        ILoggerProvider? logs = null
    ) =>
        MediaHost.StartAsync(
            new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
            {
                ["DialClip:Media:BaseUrl"] = "http://127.0.0.1/media/",
            },
            time,
            logs,
            ("photo", "photo.jpg", Pictures.Jpeg(1100, 900)),
            ("glass", "glass.png", Pictures.Transparent(1100, 300)),
            ("set 1/bird", "bird.png", Pictures.Transparent(10, 10))
        );

    private static Uri Link(MediaHost host, string item, string channel)
    {
        using var lease = host.Services.GetRequiredService<ModelSource>().Acquire();
        var catalog = lease.Model.Catalog;
        var address = host
            .Services.GetRequiredService<MediaLinks>()
            .Create(catalog.Find(item)!, catalog.Digest, new Activity { ChannelId = channel })
            .Address;
        return new(host.Client.BaseAddress!, address.PathAndQuery);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        MediaHost host,
        HttpMethod method,
        string path,
        EntityTagHeaderValue? tag
    )
    {
        using var request = new HttpRequestMessage(method, $"/media/{Digest(host)}/{path}");
        if (tag is not null)
            request.Headers.IfNoneMatch.Add(tag);
        return await host.Client.SendAsync(request);
    }

    private static string Digest(MediaHost host)
    {
        using var lease = host.Services.GetRequiredService<ModelSource>().Acquire();
        return lease.Model.Catalog.Digest[..12];
    }
}
