using System.Net;
using DialClip.Model.Loading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Media;

/// <summary>Pictures of a catalog whose files are not, or no longer, what its manifest lists.</summary>
public sealed class UnreadablePictureTests
{
    private const string File = TinyBundle.CatalogPath + "/1/media/photo.jpg";

    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("w1024/photo.jpg")]
    public async Task Get_DamagedPicture_IsLoggedOnceAndReadAgainAfterAWhile(string path)
    {
        var (logs, time) = (new FakeLoggerProvider(), new FakeTimeProvider());
        await using var host = await StartAsync(logs, time);
        var whole = await System.IO.File.ReadAllBytesAsync(host.GetPath(File));
        await System.IO.File.WriteAllBytesAsync(host.GetPath(File), [.. whole[..^1], 0]);

        var broken = await GetAsync(host, path, 20);
        await System.IO.File.WriteAllBytesAsync(host.GetPath(File), whole);
        var remembered = await GetAsync(host, path, 1);
        time.Advance(TimeSpan.FromMinutes(5));
        var later = await GetAsync(host, path, 1);

        Assert.All(broken.Concat(remembered), status => Assert.Equal(HttpStatusCode.InternalServerError, status));
        Assert.Equal([HttpStatusCode.OK], later);
        var error = Assert.Single(logs.Lines, line => line.Level == LogLevel.Error);
        Assert.Contains("media/photo.jpg", error.Message, StringComparison.Ordinal);
    }

    [LinuxX64Theory]
    [InlineData("photo.jpg")]
    [InlineData("w1024/photo.jpg")]
    public async Task Get_PipeInPlaceOfAPicture_IsAnErrorAtOnceAndHoldsNothing(string path)
    {
        var logs = new FakeLoggerProvider();
        await using var host = await StartAsync(logs, new FakeTimeProvider());
        SpecialFile.PutPipe(host.GetPath(File));

        var statuses = await SpecialFile.FinishAsync(() => GetAsync(host, path, 12));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.InternalServerError, status));
        Assert.Single(logs.Lines, line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Get_PictureThatBecameHuge_IsRefusedUnread()
    {
        await using var host = await StartAsync(new FakeLoggerProvider(), new FakeTimeProvider());
        SpecialFile.PutHuge(host.GetPath(File), 1_900_000_000);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var statuses = await GetAsync(host, "photo.jpg", 3);

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.InternalServerError, status));
        // Tests of other classes allocate meanwhile; reading the file would allocate all of it.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 1_000_000_000);
    }

    private static Task<MediaHost> StartAsync(FakeLoggerProvider logs, FakeTimeProvider time) =>
        MediaHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:Media:BaseUrl"] = "http://127.0.0.1/media/" },
            time,
            logs,
            ("photo", "photo.jpg", Pictures.Jpeg(1100, 900))
        );

    private static async Task<List<HttpStatusCode>> GetAsync(MediaHost host, string path, int times)
    {
        using var lease = host.Services.GetRequiredService<ModelSource>().Acquire();
        var address = $"/media/{lease.Model.Catalog.Digest[..12]}/{path}";
        var asked = Enumerable.Range(0, times).Select(_ => host.Client.GetAsync(address)).ToList();
        var statuses = new List<HttpStatusCode>();
        foreach (var response in await Task.WhenAll(asked))
        {
            statuses.Add(response.StatusCode);
            response.Dispose();
        }
        return statuses;
    }
}
