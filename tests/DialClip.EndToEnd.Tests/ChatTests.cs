using Microsoft.Playwright;

namespace DialClip.EndToEnd.Tests;

public sealed class ChatTests
{
    // Five sentences, none of them in the training data, and the stickers that answer them.
    private static readonly (string Text, string[] Right)[] Sentences =
    [
        ("I just got the promotion I've been working for all year!", ["1F389", "1F973", "1F38A", "1F942", "1F37E"]),
        ("Mushroom pizza or pepperoni, what do you fancy tonight?", ["1F355"]),
        ("It's raining again and I forgot my umbrella", ["2614", "1F327", "2602"]),
        ("Our puppy has chewed up the sofa cushions", ["1F436", "1F415", "1F43E"]),
        ("We're flying to Greece on Saturday, the suitcase is packed", ["2708", "1F9F3", "1F6EB"]),
    ];

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers, Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task WebChat_FiveSentences_AreAnsweredWithTheRightPictures()
    {
        var (host, address) = await RunningProgram.StartHostAsync("--DialClip:Experiments:Log", TemporaryLog());
        await using var running = host;
        var wrong = new List<string>();

        foreach (var (text, right) in Sentences)
        {
            // Each in a conversation of its own.
            await using var chat = await ChatPage.OpenAsync(address);
            var sticker = await chat.AskAsync(text);
            if (!right.Contains(sticker))
                wrong.Add($"'{text}' was answered with {sticker}");
            Assert.Empty(chat.Complaints);
        }

        Assert.Empty(wrong);
    }

    [RequiresTheory(Tool.Chromium, Tool.WebChat, Tool.Stickers, Tool.OnnxRuntime, Tool.PictureDecoders)]
    [InlineData(ColorScheme.Light, "chat.png")]
    [InlineData(ColorScheme.Dark, "chat-dark.png")]
    public async Task WebChat_ThumbsUp_IsLoggedForTheReply(ColorScheme scheme, string picture)
    {
        var log = TemporaryLog();
        var (host, address) = await RunningProgram.StartHostAsync("--DialClip:Experiments:Log", log);
        await using var running = host;
        await using var chat = await ChatPage.OpenAsync(address, scheme);
        await chat.AskAsync("I just got the promotion I've been working for all year!");
        await chat.AskAsync("It's raining again and I forgot my umbrella");

        await chat.Page.ScreenshotAsync(new() { Path = Path.Combine(RepositoryPaths.Root, "artifacts", "screenshots", picture) });
        var posted = await chat.Page.RunAndWaitForResponseAsync(
            () => chat.Page.GetByRole(AriaRole.Button, new() { Name = "Like", Exact = true }).Last.ClickAsync(), response => response.Url.EndsWith("/activities", StringComparison.Ordinal) && response.Request.Method == "POST");

        Assert.Equal(200, posted.Status);
        var events = await File.ReadAllLinesAsync(log);
        Assert.Equal(["exposure", "exposure", "feedback"], events.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()));
        Assert.True(System.Text.Json.JsonDocument.Parse(events[2]).RootElement.GetProperty("liked").GetBoolean());
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers, Tool.OnnxRuntime, Tool.PictureDecoders)]
    public async Task WebChat_UploadedPicture_IsAnswered()
    {
        var (host, address) = await RunningProgram.StartHostAsync("--DialClip:Experiments:Log", TemporaryLog());
        await using var running = host;
        await using var chat = await ChatPage.OpenAsync(address);

        await chat.Page.Locator("input[type=file]").SetInputFilesAsync(Path.Combine(RepositoryPaths.NpmAssets, "stickers", "png", "1F355.png"));
        // Web Chat takes the file in before it can be sent.
        await chat.Page.Locator(".webchat__attachment-icon--checked").WaitForAsync(new() { Timeout = 30_000 });
        await chat.SendBox.PressAsync("Enter");
        await chat.Pictures.First.WaitForAsync(new() { Timeout = 30_000 });

        Assert.DoesNotContain(host.Said.Split('\n'), line => line.StartsWith("fail:", StringComparison.Ordinal));
        Assert.DoesNotContain("is not taken", host.Said, StringComparison.Ordinal);
    }

    private static string TemporaryLog() => Path.Combine(Directory.CreateTempSubdirectory("dialclip-log-").FullName, "experiments.jsonl");
}
