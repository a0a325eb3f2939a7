using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace DialClip.LocalChat.Tests;

/// <summary>The gallery's endpoints.</summary>
public sealed class GalleryTests
{
    private const string Api = "dialclip/gallery";

    [Fact]
    public async Task Gallery_OfACatalog_TellsCountsAndTags()
    {
        await using var host = await ChatHost.StartAsync();

        var catalog = await host.Client.GetFromJsonAsync<JsonElement>(Api);

        Assert.Equal("things", catalog.GetProperty("name").GetString());
        Assert.Equal((3, 3), (catalog.GetProperty("pictures").GetInt32(), catalog.GetProperty("texts").GetInt32()));
        Assert.Equal(0, catalog.GetProperty("wordless").GetInt32());
    }

    [Fact]
    public async Task Search_WithoutAMessage_ListsPageByPage()
    {
        await using var host = await ChatHost.StartAsync();

        var first = await SearchAsync(host, new { offset = 0, count = 2 });
        var second = await SearchAsync(host, new { offset = 2, count = 2 });

        Assert.Equal(3, first.GetProperty("total").GetInt32());
        Assert.Equal(["red", "green"], Ids(first));
        Assert.Equal(["blue"], Ids(second));
        Assert.Equal(JsonValueKind.Null, first.GetProperty("items")[0].GetProperty("score").ValueKind);
    }

    [Fact]
    public async Task Search_ForAMessage_RanksAndScoresParts()
    {
        await using var host = await ChatHost.StartAsync();
        object query = new
        {
            text = "hello",
            earlier = new[] { "a cat", "well well" },
            ids = new[] { "red", "blue", "gone", "text:cat" },
        };

        var texts = await SearchAsync(host, new { text = "hello", kind = "text" });
        var pictures = await SearchAsync(host, query);
        var parts = await PostAsync(host, "parts", query);

        Assert.Equal(3, texts.GetProperty("items").GetArrayLength());
        var scores = pictures
            .GetProperty("items")
            .EnumerateArray()
            .ToDictionary(item => item.GetProperty("id").GetString()!, item => item.GetProperty("score").GetDouble());
        Assert.Equal(scores.Values.OrderDescending(), scores.Values);
        var scored = (await parts.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().ToList();
        Assert.Equal(["red", "blue"], scored.Select(part => part.GetProperty("id").GetString()));
        // This head knows pixels alone, so their score is the whole; the index has half precision.
        Assert.Equal(scores["red"], scored[0].GetProperty("pixels").GetDouble(), 2e-3);
        Assert.InRange(scored[0].GetProperty("words").GetDouble(), -1, 1);
    }

    [Fact]
    public async Task Search_ForAPicture_FindsItFirst()
    {
        await using var host = await ChatHost.StartAsync();

        var found = await SearchAsync(host, new { picture = Convert.ToBase64String(TinyBundle.Pictures[2].Bmp) });

        Assert.Equal(3, found.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("{\"text\":5}")]
    [InlineData("{\"count\":0}")]
    [InlineData("{\"count\":1000}")]
    [InlineData("{\"offset\":-1}")]
    [InlineData("{\"kind\":\"sound\"}")]
    [InlineData("{\"picture\":\"not base64\"}")]
    [InlineData("{\"picture\":\"AAAA\"}")]
    [InlineData("{\"earlier\":[null]}")]
    [InlineData("null")]
    [InlineData("not json")]
    public async Task Search_BadQuery_IsRefused(string json)
    {
        await using var host = await ChatHost.StartAsync();

        using var content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        using var response = await host.Client.PostAsync(new Uri(Api + "/search", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Gallery_UnknownCatalog_IsNotFound()
    {
        await using var host = await ChatHost.StartAsync();

        using var described = await host.Client.GetAsync(new Uri(Api + "?catalog=catalogs/x", UriKind.Relative));
        using var searched = await PostAsync(host, "search", new { catalog = "catalogs/x" });

        Assert.Equal(HttpStatusCode.NotFound, described.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, searched.StatusCode);
    }

    [Fact]
    public async Task Gallery_WithASecret_AsksForIt()
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:DirectLine:Secret"] = "a-secret-of-forty-characters-or-so-1234",
            }
        );

        using var without = await PostAsync(host, "search", new { });
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "a-secret-of-forty-characters-or-so-1234");
        using var with = await PostAsync(host, "search", new { });

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    [Fact]
    public async Task Picture_OfAnItem_IsServedAsAPicture()
    {
        await using var host = await ChatHost.StartAsync(prepare: bundle =>
            bundle.MorePictures.Add(("large", "large.png", LargePng()))
        );
        var digest = (await host.Client.GetFromJsonAsync<JsonElement>(Api)).GetProperty("digest").GetString();

        using var drawing = await host.Client.GetAsync(At("red"));
        using var small = await host.Client.GetAsync(At("green"));
        using var large = await host.Client.GetAsync(At("large"));
        using var gone = await host.Client.GetAsync(At("gone"));
        using var text = await host.Client.GetAsync(At("text:cat"));

        Assert.Equal("image/svg+xml", drawing.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "sandbox",
            drawing.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Equal("image/bmp", small.Content.Headers.ContentType!.MediaType);
        Assert.Equal("image/png", large.Content.Headers.ContentType!.MediaType);
        Assert.InRange((await large.Content.ReadAsByteArrayAsync()).Length, 1, 400_000);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, text.StatusCode);

        Uri At(string item) =>
            new($"{Api}/picture?digest={digest}&item={Uri.EscapeDataString(item)}", UriKind.Relative);
    }

    [Fact]
    public async Task Page_OfTheGallery_HasThePolicyOfTheChat()
    {
        await using var host = await ChatHost.StartAsync();

        using var page = await host.Client.GetAsync(new Uri("gallery", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("<title>Gallery", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "script-src 'self'",
            page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
    }

    // Noise, which no format makes small.
    private static byte[] LargePng()
    {
        using var bitmap = new SkiaSharp.SKBitmap(600, 600);
        var random = new Random(1);
        for (var y = 0; y < 600; y++)
        for (var x = 0; x < 600; x++)
            bitmap.SetPixel(x, y, new((uint)random.Next() | 0xFF000000));
        using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static async Task<JsonElement> SearchAsync(ChatHost host, object query)
    {
        using var response = await PostAsync(host, "search", query);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<HttpResponseMessage> PostAsync(ChatHost host, string path, object query) =>
        host.Client.PostAsJsonAsync($"{Api}/{path}", query);

    private static IEnumerable<string?> Ids(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
}
