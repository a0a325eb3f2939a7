using Microsoft.Playwright;

namespace DialClip.EndToEnd.Tests;

/// <summary>The chat page in a headless Chromium.</summary>
internal sealed class ChatPage : IAsyncDisposable
{
    private const float Patience = 30_000;

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private ChatPage(IPlaywright playwright, IBrowser browser, IPage page) => (this.playwright, this.browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    /// <summary>Gets the pictures that the bot sent.</summary>
    public ILocator Pictures => Page.Locator("img[src*='/media/']");

    public static async Task<ChatPage> OpenAsync(Uri address, ColorScheme scheme = ColorScheme.Light)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("DIALCLIP_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 900, Height = 860 }, ColorScheme = scheme });
        var chat = new ChatPage(playwright, browser, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                chat.Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => chat.Complaints.Add(error);
        await page.GotoAsync(address.AbsoluteUri);
        await page.Locator("html[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = Patience });
        await chat.SendBox.WaitForAsync(new() { Timeout = Patience });
        return chat;
    }

    public ILocator SendBox => Page.Locator("[data-id='webchat-sendbox-input']");

    /// <summary>Writes a message and waits for one more picture.</summary>
    /// <returns>The picture's file name without its extension: the sticker's id.</returns>
    public async Task<string> AskAsync(string message)
    {
        var before = await Pictures.CountAsync();
        await SendBox.FillAsync(message);
        await SendBox.PressAsync("Enter");
        var picture = Pictures.Nth(before);
        await picture.WaitForAsync(new() { Timeout = Patience });
        // Shown means decoded, not only asked for.
        await Page.WaitForFunctionAsync("place => { const found = document.querySelectorAll(\"img[src*='/media/']\")[place]; return found && found.complete && found.naturalWidth > 0; }", before, new() { Timeout = Patience });
        return Path.GetFileNameWithoutExtension(new Uri((await picture.GetAttributeAsync("src"))!).AbsolutePath);
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
