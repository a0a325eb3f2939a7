using Microsoft.Playwright;

namespace DialClip.EndToEnd.Tests;

[Collection(ChatFixture.Name)]
public sealed class ChatConnectionTests(ChatFixture chromium)
{
    private const string Promotion = "I just got the promotion I've been working for all year!";
    private const string Umbrella = "It's raining again and I forgot my umbrella";

    // DirectLineJS waits 3 to 15 seconds at random before it connects again: here 3.
    private const string Impatient = "{ const random = Math.random; Math.random = () => random() * 0.01; }";

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task Stream_CutInTheMiddleOfAMessage_LosesAndDoublesNothing()
    {
        await using var line = new TcpProxy((await chromium.HostAsync()).Address);
        await using var chat = await OpenAsync(line.Address);

        // The echo breaks off inside its first word; the next message is sent while the stream is away.
        line.CutInside("I just got");
        await chat.SayAsync(Promotion);
        var answered = await chat.Page.RunAndWaitForResponseAsync(
            () => chat.SayAsync(Umbrella),
            response =>
                response.Url.EndsWith("/activities", StringComparison.Ordinal)
                && response.Request.PostData!.Contains(Umbrella, StringComparison.Ordinal)
        );
        Assert.Equal(200, answered.Status);
        Assert.Equal(0, await chat.Pictures.CountAsync());
        await chat.PictureAsync(1);
        // What a doubled message would need to arrive, too.
        await chat.AskAsync("Let's order pizza tonight");

        Assert.Equal(
            [Promotion, Umbrella, "Let's order pizza tonight"],
            (await chat.Own.Locator(".webchat__text-content").AllInnerTextsAsync()).Select(text => text.Trim())
        );
        Assert.Equal(3, await chat.Pictures.CountAsync());
        Assert.Equal(0, await chat.Page.GetByText("Send failed").CountAsync());
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task Host_StartedAnew_OffersANewConversation()
    {
        var (first, address) = await chromium.StartAsync();
        await using var chat = await OpenAsync(address);
        await first.DisposeAsync();
        await chat.Notice.GetByText("The host cannot be reached").WaitForAsync(new() { Timeout = 30_000 });

        var (second, _) = await chromium.StartAsync("--urls", address.AbsoluteUri);
        await using var running = second;
        await chat.Notice.GetByText("can no longer be reached").WaitForAsync(new() { Timeout = 60_000 });
        await chat.BeginAnewAsync(chat.Notice.GetByRole(AriaRole.Button));
        await chat.AskAsync(Promotion);

        Assert.True(await chat.Notice.IsHiddenAsync());
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task Reload_KeepsTheConversationAndItsMessages()
    {
        await using var chat = await chromium.OpenAsync();
        var sticker = await chat.AskAsync(Promotion);
        var conversation = await chat.ConversationAsync();

        await chat.Page.ReloadAsync();
        await chat.WaitUntilReadyAsync();
        var again = await chat.PictureAsync(0);
        await chat.AskAsync(Umbrella);

        Assert.Equal((conversation, sticker), (await chat.ConversationAsync(), again));
        Assert.Equal(
            [Promotion, Umbrella],
            (await chat.Own.Locator(".webchat__text-content").AllInnerTextsAsync()).Select(text => text.Trim())
        );
        Assert.Equal(2, await chat.Pictures.CountAsync());
        Assert.Empty(chat.Complaints);
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task Reload_OfAConversationThatIsGone_BeginsANewOne()
    {
        await using var chat = await chromium.OpenAsync();
        var conversation = await chat.ConversationAsync();
        await chat.Page.EvaluateAsync(
            """
            () => {
              const stored = JSON.parse(sessionStorage.getItem('dialclip.conversation'));
              sessionStorage.setItem('dialclip.conversation', JSON.stringify({ ...stored, token: 'of-another-host' }));
            }
            """
        );

        await chat.Page.ReloadAsync();
        await chat.WaitUntilReadyAsync();
        await chat.AskAsync(Promotion);

        Assert.NotEqual(conversation, await chat.ConversationAsync());
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task TwoTabs_OfTheirOwn_AreTwoConversations()
    {
        await using var profile = await chromium.ProfileAsync();
        var address = (await chromium.HostAsync()).Address;
        var (one, other) = (
            await ChatPage.OpenAsync(address, await profile.NewPageAsync()),
            await ChatPage.OpenAsync(address, await profile.NewPageAsync())
        );

        await one.AskAsync(Promotion);
        await other.AskAsync(Umbrella);

        Assert.NotEqual(await one.ConversationAsync(), await other.ConversationAsync());
        Assert.Equal((1, 1), (await one.Pictures.CountAsync(), await other.Pictures.CountAsync()));
        Assert.Equal((1, 1), (await one.Own.CountAsync(), await other.Own.CountAsync()));
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task TwoTabs_OneCopiedFromTheOther_ShowTheSameConversation()
    {
        await using var one = await chromium.OpenAsync();
        await one.AskAsync(Promotion);
        // A tab that a tab opens gets a copy of its session storage, the token with it.
        var copy = await ChatPage.TakeAsync(
            await one.Page.Context.RunAndWaitForPageAsync(() =>
                one.Page.EvaluateAsync("() => { window.open(location.href); }")
            )
        );

        await copy.PictureAsync(0);
        await copy.AskAsync(Umbrella);
        await one.PictureAsync(1);
        await one.AskAsync("Let's order pizza tonight");
        await copy.PictureAsync(2);

        Assert.Equal(await one.ConversationAsync(), await copy.ConversationAsync());
        Assert.Equal((3, 3), (await one.Pictures.CountAsync(), await copy.Pictures.CountAsync()));
        Assert.Equal((3, 3), (await one.Own.CountAsync(), await copy.Own.CountAsync()));
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task Secret_Configured_IsAskedForOnThePage()
    {
        var (host, address) = await chromium.StartAsync(
            "--DialClip:DirectLine:Secret",
            "open sesame, and close the door behind you"
        );
        await using var running = host;
        await using var profile = await chromium.ProfileAsync();
        var page = await profile.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);

        await page.GetByLabel("This host asks for its secret").FillAsync("guess");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("This host gives tokens to those who know its secret").WaitForAsync();
        await page.GetByLabel("This host asks for its secret").FillAsync("open sesame, and close the door behind you");
        await page.Keyboard.PressAsync("Enter");
        var chat = await ChatPage.TakeAsync(page);
        await chat.AskAsync(Promotion);

        Assert.True(await page.GetByLabel("This host asks for its secret").IsHiddenAsync());
        Assert.True(await chat.Notice.IsHiddenAsync());
    }

    private async Task<ChatPage> OpenAsync(Uri address)
    {
        var profile = await chromium.ProfileAsync();
        await profile.AddInitScriptAsync(Impatient);
        return await ChatPage.OpenAsync(address, await profile.NewPageAsync());
    }
}
