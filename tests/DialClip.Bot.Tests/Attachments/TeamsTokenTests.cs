using DialClip.Bot.Attachments;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Attachments;

/// <summary>The bot's own token goes to the connector of Teams and nowhere else.</summary>
public sealed class TeamsTokenTests
{
    private static readonly RequestDelegate GivesPicture = HostileServer.Gives(TinyBmp.Colours());

    [Theory]
    [InlineData(PictureHarness.TeamsPicture)]
    [InlineData("https://SMBA.TRAFFICMANAGER.NET/emea/v3/attachments/1/views/original")]
    [InlineData("https://smba.trafficmanager.net:443/emea/v3/attachments/1/views/original")]
    [InlineData("https://connector.teams.example/v3/attachments/1/views/original")]
    public async Task Read_PictureAtTheConnector_TakesTheToken(string address)
    {
        await using var sut = await PictureHarness.CreateAsync(
            GivesPicture,
            options => options.TokenHosts.Add("connector.teams.example")
        );

        var reading = await sut.ReadAsync(address);

        Assert.NotNull(reading.Picture);
        Assert.Equal([PictureHarness.Signer.Token], sut.Server.Tokens);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net.evil.example/v3/attachments/1", "HostNotAllowed")]
    [InlineData("https://evil-smba.trafficmanager.net/v3/attachments/1", "HostNotAllowed")]
    [InlineData("https://evil.smba.trafficmanager.net/v3/attachments/1", "HostNotAllowed")]
    [InlineData("https://trafficmanager.net/v3/attachments/1", "HostNotAllowed")]
    [InlineData("https://smba.trafficmanager.net./v3/attachments/1", "HostNotAllowed")]
    // A Cyrillic letter, as it is and as DNS writes it, and the long s that is folded to S.
    [InlineData("https://\u0455mba.trafficmanager.net/v3/attachments/1", "HostNotAllowed")]
    [InlineData("https://xn--mba-1dd.trafficmanager.net/v3/attachments/1", "HostNotAllowed")]
    [InlineData("https://smba.trafficmanager.net:8443/v3/attachments/1", "BadAddress")]
    [InlineData("http://smba.trafficmanager.net/v3/attachments/1", "BadAddress")]
    [InlineData("http://smba.trafficmanager.net:443/v3/attachments/1", "BadAddress")]
    [InlineData("https://someone@smba.trafficmanager.net/v3/attachments/1", "BadAddress")]
    [InlineData("https://smba.trafficmanager.net@evil.example/v3/attachments/1", "BadAddress")]
    [InlineData("https://smba.trafficmanager.net:pass@evil.example/v3/attachments/1", "BadAddress")]
    [InlineData("https://evil.example/smba.trafficmanager.net", "HostNotAllowed")]
    [InlineData("https://evil.example/#@smba.trafficmanager.net/", "HostNotAllowed")]
    [InlineData("https://8.8.8.8/v3/attachments/1", "BadAddress")]
    [InlineData("https://2130706433/v3/attachments/1", "BadAddress")]
    [InlineData("https://[::ffff:127.0.0.1]/v3/attachments/1", "BadAddress")]
    [InlineData("ftp://smba.trafficmanager.net/v3/attachments/1", "BadAddress")]
    [InlineData("file:///etc/passwd", "BadAddress")]
    [InlineData("//smba.trafficmanager.net/v3", "BadAddress")]
    [InlineData("nonsense", "BadAddress")]
    [InlineData("", "BadAddress")]
    public async Task Read_AddressThatOnlyLooksAlike_IsNotEvenConnectedTo(string address, string refusal)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync(address);

        Assert.Equal(refusal, Assert.Single(reading.Refused).ToString());
        Assert.Empty(sut.Dialled);
    }

    [Theory]
    [InlineData("https://files.example/a.png", Channels.Msteams)]
    [InlineData("https://smba.trafficmanager.net/a.png", Channels.Slack)]
    public async Task Read_OtherHostOrOtherChannel_GetsNoToken(string address, string channel)
    {
        await using var sut = await PictureHarness.CreateAsync(
            GivesPicture,
            options => options.AllowedHosts = ["msteams/files.example", "slack/smba.trafficmanager.net"]
        );

        var reading = await sut.ReadAsync(address, channel);

        Assert.NotNull(reading.Picture);
        Assert.Equal([null], sut.Server.Tokens);
    }

    [Fact]
    public async Task Read_ServiceAddressOfSomebodyElse_NeitherOpensItsHostNorGetsTheToken()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync(
            "https://evil.example/v3/attachments/1/views/original",
            serviceUrl: "https://evil.example/"
        );

        Assert.Equal([PictureRefusal.HostNotAllowed], reading.Refused);
        Assert.Empty(sut.Dialled);
    }

    [Fact]
    public async Task Read_RedirectOfTheConnector_TakesNoTokenAnywhere()
    {
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            context.Response.Redirect("https://evil.example/");
            return Task.CompletedTask;
        });

        Assert.Equal([PictureRefusal.Redirect], (await sut.ReadAsync()).Refused);
        Assert.Single(sut.Server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_UploadedFile_IsFetchedWithoutToken(bool atTheConnector)
    {
        var host = atTheConnector ? "smba.trafficmanager.net" : "contoso-my.sharepoint.com";
        await using var sut = await PictureHarness.CreateAsync(
            GivesPicture,
            options => options.AllowedHosts = ["msteams/contoso-my.sharepoint.com"]
        );

        var reading = await sut.ReadAsync(
            [Upload("holiday.PNG", "png", $"https://{host}/download.aspx?tempauth=secret")],
            credentials: new PictureHarness.Signer()
        );

        Assert.NotNull(reading.Picture);
        Assert.Equal([null], sut.Server.Tokens);
    }

    [Theory]
    [InlineData("letter.docx", "docx", 0)]
    [InlineData("letter", null, 0)]
    [InlineData("holiday.png", null, 1)]
    [InlineData("holiday", "jpg", 1)]
    public async Task Read_UploadedFile_IsACandidateByNameOrType(string name, string? type, int candidates)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync(
            [Upload(name, type, "https://contoso.sharepoint.com/x")],
            credentials: new PictureHarness.Signer()
        );

        // The tenant's host is not on the list here.
        Assert.Equal(Enumerable.Repeat(PictureRefusal.HostNotAllowed, candidates), reading.Refused);
    }

    [Fact]
    public async Task Read_UploadedFileWithoutUsableContent_IsNoCandidateOrRefused()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);
        const string Type = "application/vnd.microsoft.teams.file.download.info";

        var reading = await sut.ReadAsync(
            [
                new Attachment(Type, name: "a.png"),
                new Attachment(Type, name: "a.png", content: "text"),
                new Attachment(Type, name: "a.png", content: new JArray(1)),
                new Attachment(Type, name: "a.png", content: new { downloadUrl = 5 }),
                new Attachment("text/html", content: "<img src=\"https://evil.example/\">"),
                null!,
                new Attachment(),
            ],
            credentials: new PictureHarness.Signer()
        );

        Assert.Equal([PictureRefusal.BadAddress], reading.Refused);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Read_RefusedAtFirst_IsAskedOnceMoreSignedAnew(int status)
    {
        PictureHarness? seen = null;
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            if (seen!.Server.Requests.Count > 1)
                return GivesPicture(context);
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        seen = sut;

        var reading = await sut.ReadAsync();

        Assert.NotNull(reading.Picture);
        Assert.Equal([PictureHarness.Signer.Token, PictureHarness.Signer.Token], sut.Server.Tokens);
    }

    [Theory]
    [InlineData(403, 2)]
    [InlineData(404, 1)]
    [InlineData(500, 1)]
    [InlineData(204, 1)]
    public async Task Read_StillRefused_MakesATextTurn(int status, int requests)
    {
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        Assert.Equal([PictureRefusal.Status], (await sut.ReadAsync()).Refused);
        Assert.Equal(requests, sut.Server.Requests.Count);
    }

    [Fact]
    public async Task Read_NoCredentialsInTheTurn_SendsNothing()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync([new Attachment("image/*", PictureHarness.TeamsPicture)], credentials: null);

        Assert.Equal([PictureRefusal.NoToken], reading.Refused);
        Assert.Empty(sut.Dialled);
    }

    [Fact]
    public async Task Read_CredentialsThatSignNothing_SendsNothing()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync(credentials: new NoCredentials());

        Assert.Equal([PictureRefusal.NoToken], reading.Refused);
        Assert.Empty(sut.Dialled);
    }

    [Fact]
    public async Task Read_SignInFails_MakesATextTurn()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading = await sut.ReadAsync(
            credentials: new PictureHarness.Signer(_ => throw new InvalidOperationException("AADSTS7000215"))
        );

        Assert.Equal([PictureRefusal.NoToken], reading.Refused);
        Assert.Empty(sut.Dialled);
    }

    [Fact]
    public async Task Read_SignInNeverEnds_EndsWithTheTimeAllowed()
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);
        var asked = new TaskCompletionSource();

        var reading = sut.ReadAsync(
            credentials: new PictureHarness.Signer(_ =>
            {
                asked.SetResult();
                return new TaskCompletionSource().Task;
            })
        );
        await asked.Task;
        sut.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([PictureRefusal.Timeout], (await reading).Refused);
    }

    private static Attachment Upload(string name, string? type, string address) =>
        new(
            "application/vnd.microsoft.teams.file.download.info",
            "https://contoso.sharepoint.com/personal/x.png",
            new JObject
            {
                ["downloadUrl"] = address,
                ["uniqueId"] = "1",
                ["fileType"] = type,
            },
            name
        );

    /// <summary>The SDK's credentials of a bot without an app id.</summary>
    private sealed class NoCredentials : Microsoft.Rest.ServiceClientCredentials;
}
