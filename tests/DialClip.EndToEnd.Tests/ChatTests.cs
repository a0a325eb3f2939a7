using Microsoft.Playwright;

namespace DialClip.EndToEnd.Tests;

[Collection(ChatFixture.Name)]
public sealed class ChatTests(ChatFixture chromium)
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

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task WebChat_FiveSentences_AreAnsweredWithTheRightPictures()
    {
        await using var chat = await chromium.OpenAsync();
        var wrong = new List<string>();

        foreach (var (text, right) in Sentences)
        {
            // Each in a conversation of its own.
            await chat.BeginAnewAsync(chat.Page.GetByRole(AriaRole.Button, new() { Name = "New conversation" }));
            Assert.Equal(0, await chat.Pictures.CountAsync());
            var sticker = await chat.AskAsync(text);
            if (!right.Contains(sticker))
                wrong.Add($"'{text}' was answered with {sticker}");
        }

        Assert.Empty(wrong);
        Assert.Empty(chat.Complaints);
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task WebChat_UploadedPictures_ChangeTheAnswerToTheSameText()
    {
        const string Text = "So tired now";
        var (host, address) = await chromium.HostAsync();
        var answers = new Dictionary<string, string>();
        foreach (var picture in new[] { "", "1F355", "1F382" })
        {
            await using var chat = await chromium.OpenAsync(address);
            if (picture.Length > 0)
                await chat.AttachAsync(picture);
            answers[picture] = await chat.AskAsync(Text);
            Assert.Equal(picture.Length == 0 ? 0 : 1, await chat.Own.Locator("img").CountAsync());
            Assert.Empty(chat.Complaints);
        }

        Assert.Equal(3, answers.Values.Distinct().Count());
        Assert.DoesNotContain("is refused", host.Output, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task WebChat_PictureAlone_IsAnswered()
    {
        await using var chat = await chromium.OpenAsync();

        await chat.AttachAsync("1F355");
        await chat.SendBox.PressAsync("Enter");

        Assert.Equal("1F355", await chat.PictureAsync(0));
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task WebChat_PictureDroppedOntoThePage_IsReadyToSend()
    {
        await using var chat = await chromium.OpenAsync();

        await chat.Page.EvaluateAsync(
            """
            async data => {
              const transfer = new DataTransfer();
              const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
              transfer.items.add(new File([bytes], 'pizza.png', { type: 'image/png' }));
              const drop = new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
              document.getElementById('chat').dispatchEvent(drop);
            }
            """,
            Convert.ToBase64String(await File.ReadAllBytesAsync(ChatPage.StickerFile("1F355")))
        );
        await chat.Page.Locator(".webchat__attachment-icon--checked").WaitForAsync();
        await chat.SendBox.PressAsync("Enter");

        Assert.Equal("1F355", await chat.PictureAsync(0));
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task WebChat_LikedTwiceAndDisliked_IsRecordedOnceEach()
    {
        await using var chat = await chromium.OpenAsync();
        var earlier = chromium.Events.Count;
        await chat.AskAsync("I just got the promotion I've been working for all year!");

        await RateAsync(chat, "Like");
        // Web Chat itself keeps a second click on the same thumb to itself, until it has forgotten the first.
        await chat.Page.ReloadAsync();
        await chat.WaitUntilReadyAsync();
        await chat.PictureAsync(0);
        await RateAsync(chat, "Like");
        await RateAsync(chat, "Dislike");
        // The log is written behind the turn; a page takes longer.
        await chat.Page.ReloadAsync();
        await chat.WaitUntilReadyAsync();

        var events = chromium.Events.Skip(earlier).ToList();
        Assert.Equal(
            ["intention", "exposure", "feedback", "feedback"],
            events.Select(item => item.GetProperty("event").GetString())
        );
        Assert.Equal([true, false], events.Skip(2).Select(item => item.GetProperty("liked").GetBoolean()));
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task WebChat_AnotherCatalogChosen_AnswersFromItUntilANewConversation()
    {
        const string Text = "Happy birthday!";
        await using var chat = await chromium.OpenAsync();
        var choice = chat.Page.GetByLabel("Catalog");
        await choice.WaitForAsync();
        var before = await chat.AskAsync(Text);

        await chat.Page.RunAndWaitForResponseAsync(
            () => choice.SelectOptionAsync("catalogs/animals"),
            response => response.Request.PostData?.Contains("dialclip/catalog", StringComparison.Ordinal) == true
        );
        var animal = await chat.AskAsync(Text);
        var why = chat.Page.Locator("dialclip-why").Last;
        await why.Locator("summary").ClickAsync();
        var told = await why.Locator("dl").InnerTextAsync();
        await chat.Page.ReloadAsync();
        await chat.WaitUntilReadyAsync();
        await choice.WaitForAsync();
        var remembered = await choice.InputValueAsync();
        await chat.BeginAnewAsync(chat.Page.GetByRole(AriaRole.Button, new() { Name = "New conversation" }));
        await chat.Page.WaitForFunctionAsync("() => document.getElementById('catalog').value === 'catalogs/stickers'");

        Assert.NotEqual(before, animal);
        Assert.Contains("animals", told, StringComparison.Ordinal);
        Assert.Equal("catalogs/animals", remembered);
        Assert.Equal(before, await chat.AskAsync(Text));
    }

    private static async Task RateAsync(ChatPage chat, string thumb)
    {
        var posted = await chat.Page.RunAndWaitForResponseAsync(
            () => chat.Page.GetByRole(AriaRole.Button, new() { Name = thumb, Exact = true }).Last.ClickAsync(),
            response =>
                response.Url.EndsWith("/activities", StringComparison.Ordinal) && response.Request.Method == "POST"
        );
        Assert.Equal(200, posted.Status);
    }
}
