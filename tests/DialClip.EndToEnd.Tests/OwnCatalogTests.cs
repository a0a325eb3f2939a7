namespace DialClip.EndToEnd.Tests;

/// <summary>The README's commands from a folder of pictures to a chat about them.</summary>
public sealed class OwnCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [RequiresFact(Tool.Stickers)]
    public async Task Readme_CommandsOverAFolder_AnswerWithItsPictures()
    {
        var make = Assert.Single(
            MarkdownCode.ReadCommands("README.md", "./build.sh"),
            words => words is ["./build.sh", "dialclip", "catalog", ..]
        );
        var run = Assert.Single(
            MarkdownCode.ReadCommands("README.md", "./build.sh"),
            words => words is ["./build.sh", "run", "--", "--DialClip:Model:Catalog", ..]
        );
        StoreCopy.Create(folder.At("store"));
        var photos = Directory.CreateDirectory(folder.At(make[3])).FullName;
        foreach (var (sticker, name) in new[] { ("1F355", "pizza"), ("1F436", "dog"), ("1F697", "car") })
            File.Copy(ChatPage.StickerFile(sticker), Path.Combine(photos, name + ".png"));
        await File.WriteAllTextAsync(Path.Combine(photos, "pizza.txt"), "a slice of pizza");

        var (code, output) = await RunningProgram.DialclipAsync([
            make[2],
            photos,
            .. make[4..],
            "--store",
            folder.At("store"),
        ]);
        var (host, address) = await RunningProgram.StartHostAsync([
            .. run[3..],
            "--DialClip:Store:Path",
            folder.At("store"),
            "--DialClip:Experiments:Log",
            folder.At("experiments.jsonl"),
            "--DialClip:Replies:MinConfidence",
            "0",
            "--DialClip:Replies:MinScorePicture",
            "-1",
        ]);
        await using var running = host;
        using var chat = await DirectLineClient.OpenAsync(address, "web-1");
        await chat.SayAsync("Let's order pizza tonight");

        Assert.True(code == 0, output);
        var picture = Assert.Single(
            await chat.ActivitiesAsync(),
            activity => activity.TryGetProperty("attachments", out var attachments) && attachments.GetArrayLength() == 1
        );
        var link = picture.GetProperty("attachments")[0].GetProperty("contentUrl").GetString()!;
        Assert.EndsWith("/pizza.png.png", link, StringComparison.Ordinal);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(photos, "pizza.png")),
            await client.GetByteArrayAsync(new Uri(link))
        );
    }
}
