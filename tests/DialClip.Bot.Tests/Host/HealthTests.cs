using System.Net;
using System.Net.Http.Headers;
using DialClip.Bot.Health;
using DialClip.Bot.Storage;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Host;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_AskedForJson_TellsOfEveryCheck()
    {
        await using var host = await HostHarness.StartAsync();

        var (status, body) = await GetAsync(host, "/healthz/ready", "application/json");
        var (alive, life) = await GetAsync(host, "/healthz/live", "application/json");

        var told = JObject.Parse(body);
        Assert.Equal((HttpStatusCode.OK, "ready"), (status, (string?)told["status"]));
        Assert.Equal(
            ["dialclip-model", "dialclip-storage", "host"],
            ((JObject)told["checks"]!).Properties().Select(check => check.Name).Order(StringComparer.Ordinal)
        );
        Assert.StartsWith(
            "6 items",
            (string?)told.SelectToken("checks.dialclip-model.detail"),
            StringComparison.Ordinal
        );
        Assert.Equal((HttpStatusCode.OK, """{"status":"alive"}"""), (alive, life));
    }

    [Fact]
    public async Task Ready_StorageFails_SaysSoWithoutItsWords()
    {
        await using var host = await HostHarness.StartAsync(register: services =>
            services.AddSingleton<IStorage>(new OtherStorage(() => throw new IOException("AccountKey=hush")))
        );

        var (status, body) = await GetAsync(host, "/healthz/ready", "*/*");
        var (jsonStatus, json) = await GetAsync(host, "/healthz/ready", "application/json");

        Assert.Equal(
            [HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable],
            new[] { status, jsonStatus }
        );
        Assert.Equal("not ready: The conversation storage failed with IOException; the log has the details.\n", body);
        Assert.Equal("not ready", (string?)JObject.Parse(json).SelectToken("checks.dialclip-storage.status"));
        Assert.Equal("ready", (string?)JObject.Parse(json).SelectToken("checks.dialclip-model.status"));
        Assert.DoesNotContain("hush", body + json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_HostIsStopping_IsNotReadyButAlive()
    {
        await using var host = await HostHarness.StartAsync();
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var (status, body) = await GetAsync(host, "/healthz/ready", "text/plain");
        var (alive, _) = await GetAsync(host, "/healthz/live", "text/plain");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: The host is stopping.\n"), (status, body));
        Assert.Equal(HttpStatusCode.OK, alive);
    }

    [Fact]
    public async Task Storage_NeverAnswers_IsUnhealthyAfterItsTime()
    {
        var never = new TaskCompletionSource<IDictionary<string, object>>();
        var time = new ObservableTime();
        var sut = new StorageHealthCheck(time, Kept(new OtherStorage(() => never.Task)));

        var checking = sut.CheckHealthAsync(new());
        // The budget's own, and that of the wait for a storage that ignores it.
        await time.NextTimerAsync();
        await time.NextTimerAsync();
        time.Advance(TimeSpan.FromSeconds(2));

        var found = await checking;
        Assert.Equal(
            (HealthStatus.Unhealthy, "The conversation storage did not answer within 2 seconds."),
            (found.Status, found.Description)
        );
    }

    [Fact]
    public async Task Storage_ManyProbes_AreAnsweredByOneReadASecond()
    {
        var (reads, time) = (0, new FakeTimeProvider());
        var sut = new StorageHealthCheck(
            time,
            Kept(
                new OtherStorage(() =>
                    Task.FromResult<IDictionary<string, object>>(
                        new Dictionary<string, object> { ["read"] = Interlocked.Increment(ref reads) }
                    )
                )
            )
        );

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sut.CheckHealthAsync(new())));
        var before = reads;
        time.Advance(TimeSpan.FromSeconds(1));
        await sut.CheckHealthAsync(new());

        Assert.Equal((1, 2), (before, reads));
    }

    private static ConversationStorage Kept(IStorage storage) =>
        new(
            new ServiceCollection().AddSingleton(storage).BuildServiceProvider(),
            Options.Create(new StorageOptions()),
            Path.GetTempPath(),
            TimeProvider.System,
            NullLogger<ConversationStorage>.Instance
        );

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(
        HostHarness host,
        string path,
        string accept
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        using var response = await host.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private sealed class OtherStorage(Func<Task<IDictionary<string, object>>> read) : IStorage
    {
        public Task<IDictionary<string, object>> ReadAsync(
            string[] keys,
            CancellationToken cancellationToken = default
        ) => read();

        public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default) =>
            Task.CompletedTask;

        public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
