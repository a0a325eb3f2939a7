using Microsoft.Playwright;

namespace DialClip.EndToEnd.Tests;

/// <summary>
/// What the page looks like and how it is used without a mouse; the pictures in docs/images are copies of what these
/// tests keep.
/// </summary>
[Collection(ChatFixture.Name)]
public sealed class ChatLooksTests(ChatFixture chromium)
{
    private const string Promotion = "I just got the promotion I've been working for all year!";
    private const string Umbrella = "It's raining again and I forgot my umbrella";

    [RequiresTheory(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    [InlineData(ColorScheme.Light, 900, "chat.png")]
    [InlineData(ColorScheme.Dark, 900, "chat-dark.png")]
    [InlineData(ColorScheme.Light, 360, "chat-narrow.png")]
    public async Task Page_InEachScheme_IsReadableAndFits(ColorScheme scheme, int width, string picture)
    {
        await using var chat = await chromium.OpenAsync(scheme: scheme, width: width, height: 990);
        await chat.AskAsync(Promotion);
        await chat.AskAsync(Umbrella);

        await chat.ScreenshotAsync(picture);

        Assert.Equal(
            0,
            await chat.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth")
        );
        Assert.InRange(await ContrastAsync(chat, "h1"), 4.5, 21);
        Assert.InRange(await ContrastAsync(chat, ".webchat__bubble__content"), 4.5, 21);
        Assert.InRange(await ContrastAsync(chat, "dialclip-why summary"), 4.5, 21);
        Assert.Empty(chat.Complaints);
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task Theme_SwitchedByHand_IsRememberedOverAReload()
    {
        await using var chat = await chromium.OpenAsync();
        await chat.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();

        await chat.Page.ReloadAsync();
        await chat.WaitUntilReadyAsync();

        Assert.Equal(
            "true",
            await chat.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).GetAttributeAsync("aria-pressed")
        );
        Assert.Equal(
            "rgb(16, 19, 27)",
            await chat.Page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor")
        );
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task Why_OfAnAnswer_SaysReasonIntentAndCandidates()
    {
        await using var chat = await chromium.OpenAsync(height: 1000);
        var sticker = await chat.AskAsync(Promotion);
        var why = chat.Page.Locator("dialclip-why").Last;

        await why.Locator("summary").ClickAsync();
        await chat.ScreenshotAsync("why.png");

        // The text as it stands, shown or not: Web Chat may draw the message anew and close what was opened.
        Assert.Equal("1F389", sticker);
        Assert.Equal("Why this answer", await why.Locator("summary").TextContentAsync());
        Assert.Contains(
            "A picture was wanted",
            await why.Locator(".why-reason").TextContentAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["picture", "text", "silence"],
            await why.Locator(".why-bars li > span:first-child").AllTextContentsAsync()
        );
        Assert.Equal("party popper", await why.Locator("tbody td").First.TextContentAsync());
        Assert.Contains("stickers", await why.Locator("dl").TextContentAsync(), StringComparison.Ordinal);
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task Carousel_AsConfigured_ShowsTheBestPicturesSideBySide()
    {
        var (host, address) = await chromium.StartAsync("--DialClip:Replies:Layout", "Carousel");
        await using var running = host;
        await using var chat = await chromium.OpenAsync(address);

        var best = await chat.AskAsync(Promotion);
        await chat.PictureAsync(3);
        await chat.ScreenshotAsync("carousel.png");

        Assert.Equal("1F389", best);
        Assert.Equal(4, await chat.Page.Locator(".webchat__carousel-filmstrip-attachment").CountAsync());
        Assert.Equal(
            "party popper",
            (
                await chat.Page.Locator(".webchat__carousel-filmstrip-attachment .ac-textBlock").First.InnerTextAsync()
            ).Trim()
        );
        Assert.Empty(chat.Complaints);
    }

    [RequiresFact(Tool.Chromium, Tool.WebChat, Tool.Stickers)]
    public async Task Keyboard_Alone_IsEnough()
    {
        await using var chat = await chromium.OpenAsync();
        var keys = chat.Page.Keyboard;
        await chat.Page.EvaluateAsync("() => document.activeElement.blur()");

        // The skip link comes first and leads to the message box.
        await chat.Page.Locator("#skip").FocusAsync();
        Assert.InRange((await chat.Page.Locator("#skip").BoundingBoxAsync())!.Y, 0, 40);
        await keys.PressAsync("Enter");
        await keys.TypeAsync(Promotion);
        await keys.PressAsync("Enter");
        await chat.PictureAsync(0);

        // Into the last message: like, dislike, why.
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Enter");
        var reached = new List<string>();
        for (var stop = 0; stop < 3; stop++)
        {
            reached.Add(
                await chat.Page.EvaluateAsync<string>(
                    "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
                )
            );
            if (stop < 2)
                await keys.PressAsync("Tab");
        }
        await keys.PressAsync("Enter");
        Assert.True(await chat.Page.Locator("dialclip-why .why-body").IsVisibleAsync());
        Assert.NotEqual(
            "none",
            await chat.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle")
        );

        // Settings and a new conversation.
        var before = await chat.ConversationAsync();
        await chat.Page.Locator("#skip").FocusAsync();
        var tools = new List<string>();
        for (var stop = 0; stop < 3; stop++)
        {
            await keys.PressAsync("Tab");
            tools.Add(await chat.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        }
        await keys.PressAsync("Enter");
        await chat.WaitForAnotherAsync(before);

        Assert.Equal(["Like", "Dislike", "Why this answer"], reached);
        Assert.Equal(["catalog", "theme", "new"], tools);
        Assert.Equal(0, await chat.Pictures.CountAsync());
    }

    // WCAG's contrast of a text with the nearest background that is painted.
    private static Task<double> ContrastAsync(ChatPage chat, string selector) =>
        chat
            .Page.Locator(selector)
            .First.EvaluateAsync<double>(
                """
                node => {
                  const linear = part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
                  const light = colour => {
                    const [r, g, b] = colour.match(/[\d.]+/g).map(part => linear(Number(part) / 255));
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  let behind = node;
                  const clear = /^rgba\(.*, 0\)$|^transparent$/;
                  const isClear = element => clear.test(getComputedStyle(element).backgroundColor);
                  while (behind && isClear(behind)) behind = behind.parentElement;
                  const background = getComputedStyle(behind ?? document.documentElement).backgroundColor;
                  const [one, other] = [light(getComputedStyle(node).color), light(background)].sort((a, b) => b - a);
                  return (one + 0.05) / (other + 0.05);
                }
                """
            );
}
