using System.Diagnostics;
using DialClip.Bot.Attachments;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Attachments;

public sealed class PictureReaderTests
{
    private static readonly RequestDelegate GivesPicture = HostileServer.Gives(TinyBmp.Colours());

    [Fact]
    public async Task Read_UploadOfTheLocalChat_IsTakenWithoutToken()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync(
            sut.Server.Origin + "v3/directline/attachments/1",
            Channels.Webchat,
            serviceUrl: sut.Server.Origin + "connector/"
        );

        Assert.NotNull(reading.Picture);
        Assert.Empty(reading.Refused);
        Assert.Equal([null], sut.Server.Tokens);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v3/directline/attachments/1")]
    [InlineData("http://127.0.0.2/v3/directline/attachments/1")]
    [InlineData("http://elsewhere.example/a.png")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public async Task Read_AnotherPlaceThanTheLocalChat_IsNotTaken(string address)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync(address, Channels.Webchat, serviceUrl: sut.Server.Origin.AbsoluteUri);

        Assert.Equal([PictureRefusal.BadAddress], reading.Refused);
        Assert.Empty(sut.Dialled);
    }

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://10.0.0.1/")]
    public async Task Read_ServiceAddressOfANeighbour_OpensNothing(string origin)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync(origin + "v3/directline/attachments/1", Channels.Webchat, serviceUrl: origin);

        Assert.Equal([PictureRefusal.BadAddress], reading.Refused);
        Assert.Empty(sut.Dialled);
    }

    [Theory]
    [InlineData(Channels.Directline, true)]
    [InlineData(Channels.Webchat, true)]
    [InlineData(Channels.Msteams, false)]
    public async Task Read_UploadOfHostedDirectLine_IsTakenOnItsChannels(string channel, bool isTaken)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync("https://directline.botframework.com/attachments/1/0/0/a.png?t=x", channel);

        Assert.Equal(isTaken, reading.Picture is not null);
        Assert.Equal(isTaken ? [] : [PictureRefusal.HostNotAllowed], reading.Refused);
        Assert.DoesNotContain(PictureHarness.Signer.Token, sut.Server.Tokens);
    }

    [Theory]
    [InlineData("files.example", Channels.Slack, true)]
    [InlineData("slack/files.example", Channels.Slack, true)]
    [InlineData("SLACK/FILES.example", Channels.Slack, true)]
    [InlineData("msteams/files.example", Channels.Slack, false)]
    [InlineData("example", Channels.Slack, false)]
    [InlineData("other.files.example", Channels.Slack, false)]
    public async Task Read_ListedHost_IsTakenOnItsChannel(string entry, string channel, bool isTaken)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture, options => options.AllowedHosts = [entry]);

        Assert.Equal(isTaken, (await sut.ReadAsync("https://files.example/a.png", channel)).Picture is not null);
    }

    [Fact]
    public async Task Read_PictureWithinTheMessage_IsTakenOnAnyChannel()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        Assert.NotNull(
            (
                await sut.ReadAsync(
                    "data:text/html;base64," + Convert.ToBase64String(TinyBmp.Colours()),
                    Channels.Slack
                )
            ).Picture
        );
        Assert.Empty(sut.Dialled);
    }

    [Theory]
    [InlineData("data:image/png,abc", "BadAddress")]
    [InlineData("data:image/png;base64,%%%", "BadAddress")]
    [InlineData("data:image/png;base64,", "NotAPicture")]
    [InlineData("DATA:image/png;BASE64,AAAA", "NotAPicture")]
    public async Task Read_UnusableDataAddress_IsRefused(string address, string refusal)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        Assert.Equal(refusal, Assert.Single((await sut.ReadAsync(address)).Refused).ToString());
    }

    [Theory]
    [InlineData(1024, "NotAPicture")]
    [InlineData(1025, "TooManyBytes")]
    [InlineData(100_000, "TooManyBytes")]
    public async Task Read_DataAddress_HasTheSameLimit(int bytes, string refusal)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture, options => options.MaxBytes = 1024);

        Assert.Equal(
            refusal,
            Assert
                .Single(
                    (await sut.ReadAsync("data:image/png;base64," + Convert.ToBase64String(new byte[bytes]))).Refused
                )
                .ToString()
        );
    }

    [Fact]
    public async Task Read_FirstPictureIsUnusable_TakesTheNextAndSaysWhy()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync(
            [
                new Attachment("text/html", content: "<img>"),
                new Attachment("image/png", "data:image/png;base64,AAAA"),
                new Attachment("image/*", PictureHarness.TeamsPicture),
                new Attachment("image/png", "nonsense"),
            ],
            credentials: new PictureHarness.Signer()
        );

        Assert.NotNull(reading.Picture);
        Assert.Equal([PictureRefusal.NotAPicture], reading.Refused);
    }

    [Fact]
    public async Task Read_ManyPictures_TriesFour()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync([.. Enumerable.Repeat(new Attachment("image/png", "nonsense"), 9)]);

        Assert.Equal(
            [.. Enumerable.Repeat(PictureRefusal.BadAddress, 4), PictureRefusal.TooManyPictures],
            reading.Refused
        );
    }

    [Theory]
    [InlineData("image", "a.png")]
    [InlineData("IMAGE", null)]
    [InlineData("image/png; q=1", "a.png")]
    [InlineData("application/octet-stream", "a.png")]
    [InlineData("application/octet-stream", null)]
    [InlineData("file", "photo.JPG")]
    [InlineData("", "a.heic")]
    [InlineData(null, "a.png")]
    [InlineData(null, null)]
    public async Task Read_PictureUnderAnotherType_IsTaken(string? type, string? name)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);
        var attachment = new Attachment(type, PictureHarness.TeamsPicture, name: name);

        var reading = await sut.ReadAsync([attachment], credentials: new PictureHarness.Signer());

        Assert.NotNull(reading.Picture);
    }

    [Theory]
    [InlineData("application/octet-stream", "report.pdf")]
    [InlineData(null, "notes.txt")]
    [InlineData("application/pdf", "a.png")]
    [InlineData("text/html", null)]
    [InlineData("application/vnd.microsoft.card.hero", null)]
    public async Task Read_AnotherFile_IsNotAskedFor(string? type, string? name)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);
        var attachment = new Attachment(type, PictureHarness.TeamsPicture, name: name);

        var reading = await sut.ReadAsync([attachment], credentials: new PictureHarness.Signer());

        Assert.Null(reading.Picture);
        Assert.Empty(reading.Refused);
        Assert.Empty(sut.Dialled);
    }

    [Theory]
    [InlineData("image/heic", "IMG_1.HEIC", "000000186674797068656963", "a HEIC picture")]
    [InlineData("application/octet-stream", "IMG_1.heic", "000000186674797068656963", "a HEIC picture")]
    [InlineData("image/avif", null, "0000001c6674797061766966", "an AVIF picture")]
    [InlineData("image/jxl", null, "ff0afa1f41", "a JPEG XL picture")]
    [InlineData(null, "a.jxl", "0000000c4a584c200d0a870a", "a JPEG XL picture")]
    [InlineData("image/heif", null, "00000018667479706d696631", "a HEIC picture")]
    [InlineData("image/png", null, "00000018667479706d703432", "a film")]
    [InlineData("application/octet-stream", null, "255044462d312e34", "a PDF document")]
    public async Task Read_FormatThatIsNotDecoded_SaysWhatItIs(
        string? type,
        string? name,
        string bytes,
        string expected
    )
    {
        await using var sut = await PictureHarness.CreateAsync(HostileServer.Gives(Convert.FromHexString(bytes)));
        var attachment = new Attachment(type, PictureHarness.TeamsPicture, name: name);

        var reading = await sut.ReadAsync([attachment], credentials: new PictureHarness.Signer());

        Assert.Equal([PictureRefusal.NotAPicture], reading.Refused);
        Assert.Contains(expected, reading.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AddressThatIsNotAllowed_ExplainsNothingOfTheNetwork()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync("https://secret.example/a.png");

        Assert.Equal([PictureRefusal.HostNotAllowed], reading.Refused);
        Assert.Equal("The picture could not be used. Send it again, or another one.", reading.Explanation);
    }

    [Fact]
    public async Task Read_Request_TellsNothingOfThisHost()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = new System.Diagnostics.Activity("turn").Start();
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            context.Response.Cookies.Append("who", "you");
            return Task.CompletedTask;
        });

        await sut.ReadAsync();
        await sut.ReadAsync();

        Assert.All(
            sut.Server.Requests,
            headers => Assert.Equal(["Authorization", "Host"], headers.Keys.Order(StringComparer.Ordinal))
        );
    }

    [Fact]
    public async Task Read_Refusal_IsLoggedWithoutQueryTokenOrContent()
    {
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/emea" ? 404 : 302;
            return Task.CompletedTask;
        });

        await sut.ReadAsync("https://smba.trafficmanager.net/emea?tempauth=hush1");
        await sut.ReadAsync("https://smba.trafficmanager.net/amer?tempauth=hush2");
        await sut.ReadAsync("https://elsewhere.example/?tempauth=hush3");
        await sut.ReadAsync("https://someone:hush4@elsewhere.example/");
        await sut.ReadAsync("data:image/png;base64,aHVzaA==");
        await sut.ReadAsync("hush5");

        Assert.Equal(6, sut.Logs.Lines.Count(line => line.Message.Contains("is refused", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            sut.Logs.Lines,
            line =>
                line.Message.Contains("hush", StringComparison.Ordinal)
                || line.Message.Contains("aHVzaA", StringComparison.Ordinal)
                || line.Message.Contains("the-token", StringComparison.Ordinal)
                || line.Message.Contains('?', StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("AllowedHosts", ".sharepoint.com")]
    [InlineData("AllowedHosts", "*.sharepoint.com")]
    [InlineData("AllowedHosts", "https://contoso.sharepoint.com")]
    [InlineData("AllowedHosts", "contoso.sharepoint.com:8443")]
    [InlineData("AllowedHosts", "/contoso.sharepoint.com")]
    [InlineData("AllowedHosts", "com")]
    [InlineData("TokenHosts", "msteams/smba.example")]
    [InlineData("TokenHosts", ".teams.microsoft.us")]
    public void Options_HostThatIsNoWholeName_IsNamed(string setting, string entry)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [$"DialClip:Attachments:{setting}:0"] = entry })
            .Build();
        using var provider = new ServiceCollection()
            .AddDialClip(configuration.GetSection("DialClip"))
            .Services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() =>
            provider.GetRequiredService<IOptions<AttachmentOptions>>().Value
        );

        Assert.Contains(
            $"DialClip:Attachments:{setting}': '{entry}': expected whole host names",
            error.Message,
            StringComparison.Ordinal
        );
    }
}
