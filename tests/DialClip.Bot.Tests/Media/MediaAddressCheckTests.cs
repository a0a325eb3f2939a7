using DialClip.Bot.Media;
using DialClip.Bot.Tests.Bot;
using DialClip.Model.Loading;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Media;

public sealed class MediaAddressCheckTests
{
    [Theory]
    [InlineData("", false, 1)]
    [InlineData("", true, 0)]
    [InlineData("https://bot.example/media/", false, 0)]
    public async Task Start_PicturesInTheCatalog_WarnsOnceWhereNoAddressIsKnown(
        string baseUrl,
        bool hasProvider,
        int expected
    )
    {
        await using var bot = await BotHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Media:BaseUrl"] = baseUrl },
            services =>
            {
                if (hasProvider)
                    services.AddSingleton<IMediaBaseAddressProvider, LocalAddress>();
            }
        );
        var sut = bot.Services.GetServices<IHostedService>().OfType<MediaAddressCheck>().Single();

        await sut.StartAsync(CancellationToken.None);
        await sut.ExecuteTask!;
        await bot.Services.GetRequiredService<ModelSource>().ReloadAsync(CancellationToken.None);

        Assert.Equal(expected, CountWarnings(bot));
    }

    [Fact]
    public async Task Start_NoModelYet_WaitsForItAndEndsWithTheHost()
    {
        await using var bot = await BotHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Media:BaseUrl"] = "" },
            load: false
        );
        var sut = bot.Services.GetServices<IHostedService>().OfType<MediaAddressCheck>().Single();

        await sut.StartAsync(CancellationToken.None);

        Assert.False(sut.ExecuteTask!.IsCompleted);
        await sut.StopAsync(CancellationToken.None);
        Assert.True(sut.ExecuteTask.IsCompleted);
        Assert.Equal(0, CountWarnings(bot));
    }

    private static int CountWarnings(BotHarness bot) =>
        bot.Logs.Lines.Count(line =>
            line.Level == LogLevel.Warning
            && line.Message.Contains("'DialClip:Media:BaseUrl'", StringComparison.Ordinal)
        );

    private sealed class LocalAddress : IMediaBaseAddressProvider
    {
        public Uri? GetBaseAddress(IActivity activity) => null;
    }
}
