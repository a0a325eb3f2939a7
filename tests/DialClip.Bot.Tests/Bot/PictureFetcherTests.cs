using System.Net;
using DialClip.Bot.Attachments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Bot;

public sealed class PictureFetcherTests
{
    private const int Limit = 4096;

    [Theory]
    [InlineData("http://elsewhere.example/a.png", "expected https")]
    [InlineData("https://elsewhere.example:8443/a.png", "expected https")]
    [InlineData("https://user@elsewhere.example/a.png", "expected https")]
    [InlineData("https://elsewhere.example/a.png", "AllowedHosts")]
    [InlineData("http://169.254.169.254/latest/meta-data", "expected https")]
    [InlineData("file:///etc/passwd", "expected https")]
    [InlineData("nonsense", "no address")]
    [InlineData("data:image/png,abc", "no base64")]
    [InlineData("data:image/png;base64,%%%", "broken base64")]
    public async Task Fetch_AddressThatIsNotAllowed_Refuses(string address, string reason)
    {
        await using var sut = await Server.StartAsync(_ => Task.CompletedTask);

        var error = await Assert.ThrowsAsync<PictureException>(() => sut.Fetcher().FetchAsync(address, sut.ServiceUrl, CancellationToken.None));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_UploadOfTheLocalChat_GivesItsBytes()
    {
        await using var sut = await Server.StartAsync(context => context.Response.Body.WriteAsync(new byte[] { 1, 2, 3 }).AsTask());

        Assert.Equal([1, 2, 3], await sut.Fetcher().FetchAsync(sut.ServiceUrl + "upload/1", sut.ServiceUrl, CancellationToken.None));
    }

    [Fact]
    public async Task Fetch_AnotherPortOfThisMachine_Refuses()
    {
        await using var sut = await Server.StartAsync(_ => Task.CompletedTask);

        await Assert.ThrowsAsync<PictureException>(() => sut.Fetcher().FetchAsync("http://127.0.0.1:1/a.png", sut.ServiceUrl, CancellationToken.None));
    }

    [Fact]
    public async Task Fetch_Redirect_IsNotFollowed()
    {
        await using var sut = await Server.StartAsync(context =>
        {
            context.Response.Redirect("http://169.254.169.254/latest/meta-data");
            return Task.CompletedTask;
        });

        var error = await Assert.ThrowsAsync<PictureException>(() => sut.Fetcher().FetchAsync(sut.ServiceUrl + "a", sut.ServiceUrl, CancellationToken.None));

        Assert.Contains("302", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fetch_MoreBytesThanAllowed_Refuses(bool saysSo)
    {
        await using var sut = await Server.StartAsync(async context =>
        {
            if (saysSo)
                context.Response.ContentLength = Limit + 1;
            await context.Response.Body.WriteAsync(new byte[Limit + 1]);
        });

        var error = await Assert.ThrowsAsync<PictureException>(() => sut.Fetcher().FetchAsync(sut.ServiceUrl + "a", sut.ServiceUrl, CancellationToken.None));

        Assert.Contains($"{Limit} bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_ServerThatNeverEnds_StopsAtTheTimeout()
    {
        var release = new TaskCompletionSource();
        await using var sut = await Server.StartAsync(async context =>
        {
            await context.Response.Body.WriteAsync(new byte[] { 1 });
            await context.Response.Body.FlushAsync();
            await release.Task.WaitAsync(context.RequestAborted);
        });

        var error = await Assert.ThrowsAsync<PictureException>(() => sut.Fetcher(TimeSpan.FromMilliseconds(200)).FetchAsync(sut.ServiceUrl + "a", sut.ServiceUrl, CancellationToken.None));

        Assert.Contains("took longer", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    public void IsPublic_Address_TellsTheInternetFromTheNeighbours(string address, bool expected) => Assert.Equal(expected, PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task Fetch_ListedHostOfThisMachine_IsNotConnectedTo()
    {
        await using var sut = await Server.StartAsync(_ => Task.CompletedTask);

        // The name is on the list and leads to this machine: what the check is for.
        var error = await Assert.ThrowsAsync<PictureException>(() => sut.Fetcher(hosts: "localhost").FetchAsync("https://localhost/a.png", "https://channel.example/", CancellationToken.None));

        Assert.Contains("no public address", error.InnerException!.ToString(), StringComparison.Ordinal);
    }

    private sealed class Server(WebApplication app) : IAsyncDisposable
    {
        public string ServiceUrl => app.Urls.First() + "/";

        public static async Task<Server> StartAsync(RequestDelegate handler)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.Run(handler);
            await app.StartAsync();
            return new(app);
        }

        public PictureFetcher Fetcher(TimeSpan? timeout = null, params string[] hosts)
        {
            var services = new ServiceCollection();
            services.AddDialClip(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build().GetSection("DialClip"));
            var options = Options.Create(new AttachmentOptions { MaxBytes = Limit, Timeout = timeout ?? TimeSpan.FromSeconds(5), AllowedHosts = [.. hosts] });
            return new(services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>(), options, TimeProvider.System);
        }

        public PictureFetcher Fetcher(string hosts) => Fetcher(null, hosts);

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
