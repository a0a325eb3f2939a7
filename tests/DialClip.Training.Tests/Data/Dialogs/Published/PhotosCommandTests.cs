using System.Collections.Concurrent;
using DialClip.Training.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DialClip.Training.Tests.Data.Dialogs.Published;

public sealed class PhotosCommandTests : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-photos-").FullName;
    private readonly ConcurrentQueue<string> asked = new();
    private readonly StringWriter output = new();
    private readonly StringWriter progress = new();
    private WebApplication server = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Run(async context =>
        {
            asked.Enqueue(context.Request.Path.Value!);
            switch (context.Request.Path.Value)
            {
                case "/train/aa.jpg":
                    await context.Response.Body.WriteAsync(TinyBundle.Bmp(1, 2, 3));
                    break;
                case "/test/bb.jpg":
                    await context.Response.WriteAsync("a page that says sorry");
                    break;
                default:
                    context.Response.StatusCode = 404;
                    break;
            }
        });
        await server.StartAsync();
        Directory.CreateDirectory(Path.Combine(root, "raw", "train"));
        File.WriteAllText(
            Path.Combine(root, "raw", "train", "0.json"),
            """[{"dialogue":[],"photo_id":"train/aa"},{"dialogue":[],"photo_id":"test/bb"},"""
                + """{"dialogue":[],"photo_id":"train/cc"},{"dialogue":[],"photo_id":"train/../../etc"},"""
                + """{"dialogue":[],"photo_id":null}]"""
        );
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        output.Dispose();
        progress.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Photos_SomeGone_KeepsTheRestAndGoesOn()
    {
        var first = await RunAsync();
        var second = await RunAsync();

        Assert.True(first == ExitCode.Success && second == ExitCode.Success, progress.ToString());
        Assert.Equal(TinyBundle.Bmp(1, 2, 3), File.ReadAllBytes(Path.Combine(root, "photos", "aa.jpg")));
        Assert.Equal(["test/bb", "train/cc"], File.ReadAllLines(Path.Combine(root, "photos", "missing.txt")));
        Assert.Contains("Downloading: 3 of 3 photos", progress.ToString(), StringComparison.Ordinal);
        Assert.Single(asked, path => path == "/train/aa.jpg"); // existing photos are not requested
        Assert.DoesNotContain(asked, path => path.Contains("etc", StringComparison.Ordinal));
        Assert.Equal(
            ["aa.jpg", "missing.txt"],
            Directory.GetFiles(Path.Combine(root, "photos")).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public async Task Photos_NoIds_SaysWhatIsExpected()
    {
        File.WriteAllText(
            Path.Combine(root, "raw", "train", "0.json"),
            """[{"dialogue":[],"photo_url":"https://example.org/x.jpg"}]"""
        );

        Assert.Equal(ExitCode.Failed, await RunAsync());
        Assert.Contains("photo_id", progress.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync() =>
        CommandRunner.RunAsync(
            [
                "photos",
                Path.Combine(root, "raw"),
                "--out",
                Path.Combine(root, "photos"),
                "--endpoint",
                server.Urls.Single(),
            ],
            output,
            progress
        );
}
