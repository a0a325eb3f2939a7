using System.Net;
using System.Net.Http.Headers;
using DialClip.Artifacts;
using DialClip.Model.Loading;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_AskedForJson_TellsOfEveryCheck()
    {
        await using var host = await HostHarness.StartAsync();

        var (status, body) = await GetAsync(host, "/healthz/ready", "application/json");
        var (alive, liveBody) = await GetAsync(host, "/healthz/live", "application/json");

        var report = JObject.Parse(body);
        Assert.Equal((HttpStatusCode.OK, "ready"), (status, (string?)report["status"]));
        Assert.Equal(
            ["dialclip-experiments", "dialclip-model", "dialclip-storage", "host"],
            ((JObject)report["checks"]!).Properties().Select(check => check.Name).Order(StringComparer.Ordinal)
        );
        Assert.StartsWith(
            "6 items",
            (string?)report.SelectToken("checks.dialclip-model.detail"),
            StringComparison.Ordinal
        );
        Assert.Equal((HttpStatusCode.OK, """{"status":"alive"}"""), (alive, liveBody));
    }

    [Fact]
    public async Task Ready_NewerModelCannotBeLoaded_IsDegradedWhileTheOldOneAnswers()
    {
        await using var host = await HostHarness.StartAsync();
        var source = host.Services.GetRequiredService<ModelSource>();
        await host.Bundle.WriteHeadAsync("10", seed: 7); // Its index is missing.
        await Assert.ThrowsAsync<ArtifactException>(() => source.ReloadAsync(CancellationToken.None));

        var (status, text) = await GetAsync(host, "/healthz/ready", "text/plain");
        var (_, json) = await GetAsync(host, "/healthz/ready", "application/json");
        await host.Bundle.WriteIndexAsync("10");
        await source.ReloadAsync(CancellationToken.None);
        var (_, later) = await GetAsync(host, "/healthz/ready", "text/plain");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("degraded: 6 items", text, StringComparison.Ordinal);
        Assert.Contains("a newer model could not be loaded", text, StringComparison.Ordinal);
        Assert.Equal("degraded", (string?)JObject.Parse(json).SelectToken("checks.dialclip-model.status"));
        Assert.Equal("ready", (string?)JObject.Parse(json).SelectToken("checks.dialclip-storage.status"));
        Assert.StartsWith("ready: 6 items", later, StringComparison.Ordinal);
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
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var (stopping, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        // Registered last, it is called first, and the host goes on to stop only when it has returned.
        lifetime.ApplicationStopping.Register(() =>
        {
            stopping.SetResult();
            goOn.Task.Wait();
        });
        var stop = Task.Run(lifetime.StopApplication);
        await stopping.Task;

        var (status, body) = await GetAsync(host, "/healthz/ready", "text/plain");
        var (alive, _) = await GetAsync(host, "/healthz/live", "text/plain");

        goOn.SetResult();
        await stop;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: The host is stopping.\n"), (status, body));
        Assert.Equal(HttpStatusCode.OK, alive);
    }

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
