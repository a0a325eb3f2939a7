using Microsoft.Playwright;

namespace DialClip.EndToEnd.Tests;

/// <summary>The chat page in a tab of a headless Chromium.</summary>
internal sealed class ChatPage : IAsyncDisposable
{
    private const float Patience = 30_000;

    private ChatPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>
    /// Gets what the browser complained of: errors of scripts, refused resources, breaches of the page's policy.
    /// </summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Gets the pictures that the bot sent.</summary>
    public ILocator Pictures => Page.Locator("img[src*='/media/']");

    /// <summary>Gets the messages that the user sent.</summary>
    public ILocator Own =>
        Page.Locator(".webchat__stacked-layout--from-user:not(.webchat__stacked-layout--no-message)");

    public ILocator SendBox => Page.Locator("[data-id='webchat-sendbox-input']");

    /// <summary>Gets what the page says when something is wrong.</summary>
    public ILocator Notice => Page.Locator("#notice");

    /// <summary>Gets the conversation that the page shows.</summary>
    public Task<string?> ConversationAsync() => Page.Locator("html").GetAttributeAsync("data-ready");

    /// <summary>Opens the page in a tab and waits until one can write.</summary>
    public static async Task<ChatPage> OpenAsync(Uri address, IPage page)
    {
        var chat = Watch(page);
        await page.GotoAsync(address.AbsoluteUri);
        await chat.WaitUntilReadyAsync();
        return chat;
    }

    /// <summary>Takes a tab that opens the page by itself.</summary>
    public static async Task<ChatPage> TakeAsync(IPage page)
    {
        var chat = Watch(page);
        await chat.WaitUntilReadyAsync();
        return chat;
    }

    public async Task WaitUntilReadyAsync()
    {
        await Page.Locator("html[data-ready]")
            .WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = Patience });
        await SendBox.WaitForAsync(new() { Timeout = Patience });
        // The greeting: the conversation's stream is there.
        await Page.Locator(".webchat__bubble").First.WaitForAsync(new() { Timeout = Patience });
    }

    /// <summary>Presses a button that begins a new conversation, and waits for it.</summary>
    public async Task BeginAnewAsync(ILocator button)
    {
        var before = await ConversationAsync();
        await button.ClickAsync();
        await WaitForAnotherAsync(before);
    }

    /// <summary>Waits until the page shows another conversation.</summary>
    public async Task WaitForAnotherAsync(string? before)
    {
        await Page.WaitForFunctionAsync(
            "before => document.documentElement.dataset.ready !== before",
            before,
            new() { Timeout = Patience }
        );
        await WaitUntilReadyAsync();
    }

    /// <summary>Writes a message.</summary>
    public async Task SayAsync(string message)
    {
        await SendBox.FillAsync(message);
        await SendBox.PressAsync("Enter");
    }

    /// <summary>Writes a message and waits for one more picture.</summary>
    /// <returns>The picture's file name without its extension: the sticker's id.</returns>
    public async Task<string> AskAsync(string message)
    {
        var before = await Pictures.CountAsync();
        await SayAsync(message);
        return await PictureAsync(before);
    }

    /// <summary>Puts a picture into the send box, as the paperclip does.</summary>
    public async Task AttachAsync(string sticker)
    {
        await Page.Locator("input[type=file]").SetInputFilesAsync(StickerFile(sticker));
        // Web Chat takes the file in before it can be sent.
        await Page.Locator(".webchat__attachment-icon--checked").WaitForAsync(new() { Timeout = Patience });
    }

    /// <summary>Waits for a picture of the bot.</summary>
    public async Task<string> PictureAsync(int place)
    {
        var picture = Pictures.Nth(place);
        await picture.WaitForAsync(new() { Timeout = Patience });
        // Shown means decoded, not only asked for.
        await Page.WaitForFunctionAsync(
            """
            index => {
              const picture = document.querySelectorAll("img[src*='/media/']")[index];
              return picture && picture.complete && picture.naturalWidth > 0;
            }
            """,
            place,
            new() { Timeout = Patience }
        );
        return Path.GetFileNameWithoutExtension(new Uri((await picture.GetAttributeAsync("src"))!).AbsolutePath);
    }

    /// <summary>Keeps what the page looks like now, for the README and the documentation.</summary>
    public async Task ScreenshotAsync(string name)
    {
        // Web Chat glides to the newest message.
        await Page.WaitForFunctionAsync(
            """
            () => {
              const list = document.querySelector('.webchat__basic-transcript__scrollable');
              return list.scrollHeight - list.scrollTop - list.clientHeight < 2;
            }
            """,
            null,
            new() { Timeout = Patience }
        );
        await Page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(RepositoryPaths.Root, "artifacts", "screenshots", name),
                Animations = ScreenshotAnimations.Disabled,
                Caret = ScreenshotCaret.Hide,
            }
        );
    }

    /// <summary>Gets the file of a sticker as a picture to upload.</summary>
    public static string StickerFile(string sticker) =>
        Path.Combine(RepositoryPaths.NpmAssets, "stickers", "png", sticker + ".png");

    /// <summary>Closes the tab with its profile.</summary>
    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    private static ChatPage Watch(IPage page)
    {
        var chat = new ChatPage(page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                chat.Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => chat.Complaints.Add(error);
        return chat;
    }
}
