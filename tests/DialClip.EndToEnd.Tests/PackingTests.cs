using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.EndToEnd.Tests;

public sealed class PackingTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private static readonly string[] Ids =
    [
        "DialClip.Artifacts",
        "DialClip.Bot",
        "DialClip.Bot.Storage.Blobs",
        "DialClip.Encoders",
        "DialClip.Experiments",
        "DialClip.Model",
    ];

    public static TheoryData<string> Packages => [.. Ids];

    [Fact]
    public void Pack_PackableProjects_AreThePluginsAlone() =>
        Assert.Equal(
            Ids.SelectMany(id => new[] { $"{id}.{packages.Version}.nupkg", $"{id}.{packages.Version}.snupkg" }),
            Directory.GetFiles(packages.Feed).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Pack_Package_SaysWhatItIs(string id)
    {
        var (metadata, files) = await packages.ReadAsync(id);
        var (_, symbols) = await packages.ReadAsync(id, "snupkg");

        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal(id, Value("id"));
        Assert.True(Value("description").Length > 40);
        Assert.Equal("MIT", Value("license"));
        Assert.Equal(("README.md", "icon.png"), (Value("readme"), Value("icon")));
        Assert.Equal(
            "git",
            metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("type")!.Value
        );
        Assert.Superset(
            new HashSet<string>
            {
                "README.md",
                "icon.png",
                "LICENSE",
                $"lib/net8.0/{id}.dll",
                $"lib/net8.0/{id}.xml",
                $"lib/net10.0/{id}.dll",
                $"lib/net10.0/{id}.xml",
            },
            files
        );
        Assert.Contains($"lib/net10.0/{id}.pdb", symbols);
    }

    // What a package needs must not hang on the machine that packed it.
    [Fact]
    public async Task Pack_Dependencies_NameNoPlatform()
    {
        foreach (var id in Ids)
        {
            var (metadata, _) = await packages.ReadAsync(id);
            var needed = metadata
                .Descendants()
                .Where(element => element.Name.LocalName == "dependency")
                .Select(element => element.Attribute("id")!.Value)
                .ToList();

            Assert.NotEmpty(needed);
            Assert.DoesNotContain(needed, name => name is "Microsoft.ML.OnnxRuntime" or "Microsoft.ML.OnnxRuntime.Gpu");
            Assert.DoesNotContain(needed, name => name.Contains("torch", StringComparison.OrdinalIgnoreCase));
        }
    }

    [RequiresFact(Tool.Stickers)]
    public async Task Pack_BotOutsideTheRepository_AnswersWithAPictureThatCanBeFetched()
    {
        using var folder = new TemporaryFolder();
        var program = await BuildBotAsync(folder);
        await using var channel = await Channel.StartAsync();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        await using var bot = await RunningProgram.StartAsync(
            [
                program,
                "--urls",
                address.ToString(),
                "--contentRoot",
                folder.Path,
                "--DialClip:Store:Path",
                Path.Combine(RepositoryPaths.Root, "model", "store"),
                "--DialClip:Model:Backbone",
                "backbones/small/fp32",
                "--DialClip:Model:Heads:0",
                "models/stickers",
                "--DialClip:Model:Catalog",
                "catalogs/stickers",
                "--DialClip:Media:BaseUrl",
                new Uri(address, "media/").ToString(),
            ],
            "Loaded backbone"
        );
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        using var response = await client.PostAsJsonAsync(
            new Uri(address, "api/messages"),
            new
            {
                type = "message",
                id = "1",
                channelId = "emulator",
                serviceUrl = channel.Address,
                text = "happy birthday",
                from = new { id = "user" },
                recipient = new { id = "bot" },
                conversation = new { id = "conversation" },
            }
        );

        Assert.True(response.IsSuccessStatusCode, bot.Output);
        var reply = await channel.NextAsync();
        var url = new Uri(reply.GetProperty("attachments")[0].GetProperty("contentUrl").GetString()!);
        Assert.StartsWith(new Uri(address, "media/").ToString(), url.ToString(), StringComparison.Ordinal);
        using var picture = await client.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
        Assert.StartsWith("image/", picture.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        Assert.NotEmpty(await picture.Content.ReadAsByteArrayAsync());
    }

    private async Task<string> BuildBotAsync(TemporaryFolder folder)
    {
        foreach (var file in new[] { "PackedBot.csproj", "Program.cs" })
            File.Copy(
                Path.Combine(RepositoryPaths.Root, "tests", "DialClip.EndToEnd.Tests", "PackedBot", file),
                folder.At(file)
            );
        var onnxRuntime = XDocument
            .Load(Path.Combine(RepositoryPaths.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(version => version.Attribute("Include")!.Value == "Microsoft.ML.OnnxRuntime")
            .Attribute("Version")!
            .Value;
        var (code, output) = await RunningProgram.DotnetAsync([
            "build",
            folder.At("PackedBot.csproj"),
            "-nologo",
            "-v:m",
            "-nr:false",
            "-o",
            folder.At("out"),
            $"-p:DialClipPackages={packages.Feed}",
            $"-p:DialClipVersion={packages.Version}",
            $"-p:OnnxRuntimeVersion={onnxRuntime}",
        ]);
        Assert.True(code == 0, output);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        return folder.At("out", "PackedBot.dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The channel's end of a conversation: takes what the bot sends.</summary>
    private sealed class Channel : IAsyncDisposable
    {
        private readonly System.Threading.Channels.Channel<JsonElement> received =
            System.Threading.Channels.Channel.CreateUnbounded<JsonElement>();

        private readonly WebApplication server;

        private Channel()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            server = builder.Build();
            server.MapPost(
                "/v3/conversations/{id}/activities/{activity?}",
                async ([FromBody] JsonElement sent) =>
                {
                    await received.Writer.WriteAsync(sent.Clone());
                    return Results.Json(new { id = "sent" });
                }
            );
        }

        public string Address =>
            server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        public static async Task<Channel> StartAsync()
        {
            var channel = new Channel();
            await channel.server.StartAsync();
            return channel;
        }

        public async Task<JsonElement> NextAsync() =>
            await received.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
