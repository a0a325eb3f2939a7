using Microsoft.Playwright;

namespace DialClip.EndToEnd.Tests;

/// <summary>The gallery page over catalogs of people's folders and of stickers.</summary>
[Collection(ChatFixture.Name)]
public sealed class GalleryTests(ChatFixture chromium)
{
    private const float Patience = 30_000;
    private const string Hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    private readonly List<string> complaints = [];

    [RequiresTheory(Tool.Chromium, Tool.Stickers)]
    [InlineData(ColorScheme.Light, 1100, "gallery.png")]
    [InlineData(ColorScheme.Dark, 1100, "gallery-dark.png")]
    [InlineData(ColorScheme.Light, 360, "gallery-narrow.png")]
    public async Task Search_ASentenceTyped_RanksAndFits(ColorScheme scheme, int width, string screenshot)
    {
        var page = await OpenAsync((await chromium.HostAsync()).Address, scheme, width);

        await page.Locator("#query").FillAsync("It's raining again and I forgot my umbrella");
        await Assertions.Expect(Card(page, 0)).ToContainTextAsync("umbrella", new() { Timeout = Patience });
        await Assertions
            .Expect(Card(page, 0).Locator(".pixels"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^-?0\.\d{3}$"), new() { Timeout = Patience });
        await page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(RepositoryPaths.Root, "artifacts", "screenshots", screenshot),
                Animations = ScreenshotAnimations.Disabled,
            }
        );

        Assert.Equal(
            0,
            await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth")
        );
        Assert.Matches(@"^-?0\.\d{3}$", await Card(page, 0).Locator("dd.said").InnerTextAsync());
        Assert.Empty(complaints);
    }

    [RequiresFact(Tool.Chromium, Tool.Stickers)]
    public async Task Catalog_OfAFolder_IsShownFilteredAndSearchedWithoutAMouse()
    {
        using var folder = new TemporaryFolder();
        var store = folder.At("store");
        StoreCopy.Create(store);
        Directory.CreateDirectory(folder.At("pictures"));
        foreach (
            var (sticker, file) in new[] { ("1F355", "IMG_1.png"), ("1F436", "IMG_2.png"), ("1F697", "IMG_3.png") }
        )
            File.Copy(ChatPage.StickerFile(sticker), folder.At("pictures", file));
        await File.WriteAllTextAsync(
            folder.At("pictures", "items.csv"),
            $"file,caption,kind\nIMG_1.png,a slice of pizza,food\nIMG_2.png,\"{Hostile}\",animal\n"
        );
        await MakeAsync(folder.At("pictures"), store);
        var (host, address) = await chromium.StartAsync(
            "--DialClip:Store:Path",
            store,
            "--DialClip:Model:Catalog",
            "catalogs/mine",
            "--DialClip:Model:ReloadInterval",
            "00:00:01"
        );
        await using var running = host;
        var page = await OpenAsync(address, ColorScheme.Light, 900);

        await Assertions.Expect(page.Locator("#items li")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("3 pictures");
        // Text of people's files is text.
        await Assertions.Expect(page.Locator("#items li").Filter(new() { HasText = Hostile })).ToBeVisibleAsync();
        await page.GetByLabel("kind", new() { Exact = true }).SelectOptionAsync("food");
        await Assertions.Expect(page.Locator("#items li")).ToHaveCountAsync(1);
        await page.GetByLabel("kind", new() { Exact = true }).SelectOptionAsync("");
        await page.Locator("#wordless").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#items li")).ToHaveCountAsync(1);
        await Assertions.Expect(Card(page, 0)).ToContainTextAsync("IMG_3.png");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#query").FocusAsync();
        await page.Keyboard.TypeAsync("pizza");
        await Assertions.Expect(Card(page, 0).Locator("dd.whole")).ToBeVisibleAsync(new() { Timeout = Patience });
        await page.Locator("#file").SetInputFilesAsync(ChatPage.StickerFile("1F697"));
        await page.Locator("#query").FillAsync("");
        await Assertions.Expect(Card(page, 0)).ToContainTextAsync("IMG_3.png", new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("#items img")).ToHaveCountAsync(3);
        Assert.True(
            await page.EvaluateAsync<bool>("() => [...document.querySelectorAll('#items img')].every(i => i.complete)")
        );
        Assert.Empty(complaints);

        // The folder changes, and the running host takes the new version up.
        File.Copy(ChatPage.StickerFile("1F334"), folder.At("pictures", "palm-tree.png"));
        await MakeAsync(folder.At("pictures"), store);
        await Assertions
            .Expect(page.Locator("#catalog option").First)
            .ToHaveTextAsync("mine 1", new() { Timeout = Patience });
        await WaitForVersionAsync(page, "mine 2");
        await Assertions.Expect(page.Locator("#items li")).ToHaveCountAsync(4);
        Assert.DoesNotContain("is not whole", host.Output, StringComparison.Ordinal);
    }

    private static async Task MakeAsync(string pictures, string store)
    {
        string[] options = ["--settings", Path.Combine(RepositoryPaths.Root, "appsettings.json"), "--store", store];
        var (code, output) = await RunningProgram.DialclipAsync(["catalog", pictures, "--name", "mine", .. options]);
        Assert.True(code == 0, output);
    }

    private static ILocator Card(IPage page, int index) => page.Locator("#items li").Nth(index);

    private static async Task WaitForVersionAsync(IPage page, string version)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await timer.WaitForNextTickAsync(timeout.Token))
        {
            await page.ReloadAsync();
            await page.Locator("html[data-shown]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            if (await page.Locator("#catalog option").First.TextContentAsync() == version)
                return;
        }
    }

    private async Task<IPage> OpenAsync(Uri address, ColorScheme scheme, int width)
    {
        var profile = await chromium.ProfileAsync(scheme, width, 900);
        var page = await profile.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(new Uri(address, "gallery").AbsoluteUri);
        await page.Locator("html[data-shown]")
            .WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = Patience });
        return page;
    }
}
