using System.Net;

namespace DialClip.EndToEnd.Tests;

/// <summary>The host as it is published for production.</summary>
public sealed class PublishTests : IAsyncLifetime
{
    private readonly TemporaryFolder temporary = new();

    private string Folder => temporary.At("host");

    public async Task InitializeAsync()
    {
        var (code, output) = await RunningProgram.DotnetAsync([
            "publish",
            Path.Combine(RepositoryPaths.Root, "bot", "DialClip.Bot.Host"),
            "--configuration",
            "Release",
            "--output",
            Folder,
            "--nologo",
            "-nr:false",
        ]);
        Assert.True(code == 0, output);
    }

    public Task DisposeAsync()
    {
        temporary.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Publish_Production_HasNoLocalChat()
    {
        Assert.True(File.Exists(Path.Combine(Folder, "appsettings.json")));
        Assert.False(Directory.Exists(Path.Combine(Folder, "wwwroot")));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories),
            file => Path.GetFileName(file).Contains("LocalChat", StringComparison.OrdinalIgnoreCase)
        );
        Assert.DoesNotContain(
            "LocalChat",
            await File.ReadAllTextAsync(Path.Combine(Folder, "DialClip.Bot.Host.deps.json")),
            StringComparison.Ordinal
        );
        await AssertNothingAnswersAsync();
        await AssertEnablingIsRefusedAsync();
    }

    // These evaluate the project before anything says that it is to be published.
    [Theory]
    [InlineData("-t:Publish")]
    [InlineData("-t:PublishContainer")]
    [InlineData("-p:DeployOnBuild=true;PublishProtocol=FileSystem", "-t:Build;PrepareForPublish")]
    public async Task Build_PublishTargets_RefuseTheLocalChat(params string[] arguments)
    {
        var (code, output) = await RunningProgram.DotnetAsync([
            "build",
            Path.Combine(RepositoryPaths.Root, "bot", "DialClip.Bot.Host"),
            "--configuration",
            "Release",
            "--no-dependencies",
            "--no-restore",
            "--nologo",
            "-nr:false",
            $"-p:PublishDir={temporary.At("refused")}/",
            .. arguments,
        ]);

        Assert.NotEqual(0, code);
        Assert.Contains("DIALCLIP006", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(temporary.At("refused")));
    }

    private async Task AssertNothingAnswersAsync()
    {
        const string Mark = "Now listening on: ";
        await using var host = await RunningProgram.StartAsync(
            [
                Path.Combine(Folder, "DialClip.Bot.Host.dll"),
                "--environment",
                "Development",
                "--urls",
                "http://127.0.0.1:0",
            ],
            Mark
        );
        var line = host.Output.Split('\n').First(line => line.Contains(Mark, StringComparison.Ordinal));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new(line[(line.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].Trim()),
        };

        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Get, "/"),
                (HttpMethod.Get, "/index.html"),
                (HttpMethod.Get, "/chat.js"),
                (HttpMethod.Get, "/dialclip/catalogs"),
                (HttpMethod.Post, "/v3/directline/tokens/generate"),
                (HttpMethod.Post, "/v3/directline/tokens/refresh"),
                (HttpMethod.Post, "/v3/directline/conversations"),
                (HttpMethod.Get, "/v3/directline/conversations/one/stream"),
                (HttpMethod.Post, "/v3/directline/conversations/one/upload"),
                (HttpMethod.Get, "/v3/directline/attachments/one"),
                (HttpMethod.Post, "/connector/key/v3/conversations/one/activities"),
            }
        )
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await client.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{method} {path}: {response.StatusCode}");
        }
        using var live = await client.GetAsync("/healthz/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    private async Task AssertEnablingIsRefusedAsync()
    {
        var (code, output) = await RunningProgram.DotnetAsync([
            Path.Combine(Folder, "DialClip.Bot.Host.dll"),
            "--DialClip:DirectLine:Enabled=true",
        ]);

        Assert.Equal(2, code);
        Assert.Contains("-p:LocalChat=true", output, StringComparison.Ordinal);
    }
}
