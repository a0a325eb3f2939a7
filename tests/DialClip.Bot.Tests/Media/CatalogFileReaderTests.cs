using DialClip.Artifacts;
using DialClip.Bot.Media;

namespace DialClip.Bot.Tests.Media;

public sealed class CatalogFileReaderTests : IDisposable
{
    private const string File = "media/green.bmp";

    private readonly TinyBundle bundle = new();
    private readonly FakeTimeProvider time = new();
    private readonly FakeLogger<CatalogFileReader> logger = new();
    private readonly TaskCompletionSource disk = new();
    private int readings;

    [Fact]
    public async Task Read_DiskThatHangs_HoldsOneThreadAndNobodyLongerThanTenSeconds()
    {
        var catalog = bundle.LoadCatalog();
        var sut = CreateSut();
        var asked = Enumerable.Range(0, 12).Select(_ => sut.ReadAsync(catalog, File, default)).ToList();

        time.Advance(TimeSpan.FromSeconds(10));

        foreach (var reading in asked)
        {
            var error = await Assert.ThrowsAsync<ArtifactException>(() => reading);
            Assert.Contains("within 10 s", error.Message, StringComparison.Ordinal);
        }
        Assert.Throws<ArtifactException>(() => sut.RequireReadable(catalog, File));
        Assert.Throws<ArtifactException>(() => sut.Read(catalog, File));
        Assert.Single(logger.Collector.GetSnapshot());

        // Whoever asks when the file may be tried again shares the reading that still hangs.
        time.Advance(TimeSpan.FromMinutes(5));
        var later = sut.ReadAsync(catalog, File, default);
        disk.SetResult();
        Assert.Equal([1], await later);
        Assert.Equal(1, readings);
    }

    [Fact]
    public async Task Read_SomebodyLeaves_TheOthersGetTheFile()
    {
        var catalog = bundle.LoadCatalog();
        var sut = CreateSut();
        using var impatient = new CancellationTokenSource();
        var first = sut.ReadAsync(catalog, File, impatient.Token);
        var second = sut.ReadAsync(catalog, File, default);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        disk.SetResult();

        Assert.Equal([1], await second);
        Assert.Equal(1, readings);
        Assert.Empty(logger.Collector.GetSnapshot());
    }

    [Fact]
    public void Read_ManyDamagedFiles_AreRememberedUpToALimit()
    {
        var catalog = bundle.LoadCatalog();
        var sut = new CatalogFileReader(time, logger)
        {
            ReadVerified = (_, file) => throw new ArtifactException($"'{file}' is damaged"),
        };
        foreach (var number in Enumerable.Range(0, 10_001))
        {
            time.Advance(TimeSpan.FromTicks(1));
            Assert.Throws<ArtifactException>(() => sut.Read(catalog, $"{number}"));
        }

        // The oldest are forgotten first.
        sut.RequireReadable(catalog, "0");
        Assert.Throws<ArtifactException>(() => sut.RequireReadable(catalog, "10000"));
    }

    public void Dispose()
    {
        disk.TrySetResult();
        bundle.Dispose();
    }

    private CatalogFileReader CreateSut() =>
        new(time, logger)
        {
            ReadVerified = (_, _) =>
            {
                Interlocked.Increment(ref readings);
                disk.Task.Wait();
                return [1];
            },
        };
}
