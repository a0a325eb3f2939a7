using System.IO.Compression;
using System.Text.Json;
using DialClip.Bot.MessageExtensions;

namespace DialClip.Bot.Tests.Teams;

public sealed class AppPackageTests : IDisposable
{
    private const string AppId = "3f2b8c1e-6d4a-4e0b-9c57-2a1f0d8e7b64";

    private readonly AppPackage sut = new();

    [RequiresFact(Tool.TeamsPackage)]
    public async Task Run_RequiredOptions_ManifestAndIconsWithDefaults()
    {
        var (code, output, errors) = await sut.RunAsync(AppPackage.Required);

        Assert.True(code == 0, errors);
        Assert.Contains("fits Microsoft's schema 1.27", output, StringComparison.Ordinal);
        using (var zip = ZipFile.OpenRead(sut.File))
            Assert.Equal(["manifest.json", "color.png", "outline.png"], zip.Entries.Select(entry => entry.FullName));
        var manifest = sut.Manifest();
        Assert.Equal(AppId, manifest.GetProperty("id").GetString());
        Assert.Equal("1.0.0", manifest.GetProperty("version").GetString());
        Assert.Equal("DialClip", manifest.GetProperty("name").GetProperty("full").GetString());
        Assert.Equal(["bot.example.com"], Texts(manifest.GetProperty("validDomains")));
        Assert.Equal(
            "https://contoso.example.com/privacy",
            manifest.GetProperty("developer").GetProperty("privacyUrl").GetString()
        );
        var bot = Assert.Single(manifest.GetProperty("bots").EnumerateArray());
        Assert.Equal(AppId, bot.GetProperty("botId").GetString());
        Assert.Equal(["personal", "team", "groupChat"], Texts(bot.GetProperty("scopes")));
        Assert.True(bot.GetProperty("supportsFiles").GetBoolean());
        Assert.False(bot.GetProperty("isNotificationOnly").GetBoolean());
        var extension = Assert.Single(manifest.GetProperty("composeExtensions").EnumerateArray());
        Assert.Equal(AppId, extension.GetProperty("botId").GetString());
        Assert.Equal(
            SearchQuery.CommandId,
            Assert.Single(extension.GetProperty("commands").EnumerateArray()).GetProperty("id").GetString()
        );
        Assert.All(
            bot.GetProperty("commandLists").EnumerateArray(),
            list =>
                Assert.Equal(
                    ["stop", "start"],
                    list.GetProperty("commands")
                        .EnumerateArray()
                        .Select(command => command.GetProperty("title").GetString())
                )
        );
    }

    [RequiresFact(Tool.TeamsPackage)]
    public async Task Run_OwnTexts_StayTexts()
    {
        const string Name = """A "clip" {{app-id}} $& \""";

        var (code, _, errors) = await sut.RunAsync([
            .. AppPackage.Required,
            "--name",
            Name,
            "--full-name=Long",
            "--manifest-id",
            "11111111-2222-3333-4444-555555555555",
            "--version",
            "2.10.0",
            "--description",
            "One.\nTwo.",
        ]);

        Assert.True(code == 0, errors);
        var manifest = sut.Manifest();
        Assert.Equal(Name, manifest.GetProperty("name").GetProperty("short").GetString());
        Assert.Equal("Long", manifest.GetProperty("name").GetProperty("full").GetString());
        Assert.Equal("One.\nTwo.", manifest.GetProperty("description").GetProperty("full").GetString());
        Assert.Equal("11111111-2222-3333-4444-555555555555", manifest.GetProperty("id").GetString());
        Assert.Equal(AppId, manifest.GetProperty("bots")[0].GetProperty("botId").GetString());
        Assert.Equal("2.10.0", manifest.GetProperty("version").GetString());
    }

    [RequiresFact(Tool.TeamsPackage)]
    public async Task Run_TwiceInTwoTimeZones_SameBytes()
    {
        await sut.RunAsync(AppPackage.Required);
        var first = await File.ReadAllBytesAsync(sut.File);
        File.Delete(sut.File);

        await sut.RunAsync(AppPackage.Required, "Asia/Tokyo");

        Assert.Equal(first, await File.ReadAllBytesAsync(sut.File));
    }

    [RequiresFact(Tool.TeamsPackage)]
    public async Task Run_NothingRight_NamesEverythingAndWritesNothing()
    {
        var (code, output, errors) = await sut.RunAsync([
            "--app-id",
            "00000000-0000-0000-0000-000000000000",
            "--domain",
            "bot.example.com",
            "--domain",
            "other.example.com",
            "--developer",
            new string('d', 33),
            "--website-url",
            "http://contoso.example.com",
            "--privacy-url",
            "https://user:secret@contoso.example.com",
            "--name",
            new string('n', 31),
            "--full-name",
            " blank ",
            "--short-description",
            new string('s', 81),
            "--description",
            new string('l', 4001),
            "--accent-color",
            "red",
            "--version",
            "1.0",
            "--manifest-id",
            "x",
            "--colour",
            "blue",
        ]);

        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.All(
            (string[])
                [
                    "--app-id: found",
                    "--domain: given twice",
                    "--developer: found",
                    "--website-url: found",
                    "--privacy-url: found",
                    "--terms-url: missing",
                    "--name: found",
                    "(found 31)",
                    "--full-name: found",
                    "--short-description: found",
                    "--description: found",
                    "--accent-color: found",
                    "--version: found",
                    "--manifest-id: found",
                    "'--colour' is no option",
                    "'blue' is no option",
                ],
            expected => Assert.Contains(expected, errors, StringComparison.Ordinal)
        );
        Assert.False(Directory.Exists(Path.GetDirectoryName(sut.File)));
    }

    [RequiresTheory(Tool.TeamsPackage)]
    [InlineData("https://bot.example.com")]
    [InlineData("bot.example.com:443")]
    [InlineData("bot.example.com/media")]
    [InlineData("*.example.com")]
    [InlineData("localhost")]
    [InlineData("bot.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("b\u00f6t.example.com")]
    [InlineData("bot..example.com")]
    [InlineData("")]
    public async Task Run_DomainThatIsNoPublicHost_Refused(string domain)
    {
        var (code, _, errors) = await sut.RunAsync(
            AppPackage.Required.Select(argument => argument == "bot.example.com" ? domain : argument)
        );

        Assert.Equal(2, code);
        Assert.Contains($"--domain: found '{domain}'", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(sut.File));
    }

    [RequiresFact(Tool.TeamsPackage)]
    public async Task Run_TemplateOutsideTheSchema_NamesEveryDifferenceAndKeepsTheLastPackage()
    {
        await sut.RunAsync(AppPackage.Required);
        var last = await File.ReadAllBytesAsync(sut.File);
        var template = sut.Template(text =>
            text.Replace("\"groupChat\"],", "\"galaxy\"],", StringComparison.Ordinal)
                .Replace("\"supportsFiles\": true", "\"supportsFiles\": \"yes\"", StringComparison.Ordinal)
                .Replace("\"accentColor\"", "\"accentColour\"", StringComparison.Ordinal)
                .Replace("\"color.png\"", "\"other.png\"", StringComparison.Ordinal)
        );

        var (code, _, errors) = await sut.RunAsync([.. AppPackage.Required, "--template", template]);

        Assert.Equal(2, code);
        Assert.All(
            (string[])
                [
                    "manifest/bots/0/scopes/2: must be equal to one of the allowed values",
                    "manifest/bots/0/supportsFiles: must be boolean",
                    "must have required property 'accentColor'",
                    "('accentColour')",
                    "manifest/icons/color: found 'other.png'",
                ],
            expected => Assert.Contains(expected, errors, StringComparison.Ordinal)
        );
        Assert.Equal(last, await File.ReadAllBytesAsync(sut.File));
    }

    [RequiresTheory(Tool.TeamsPackage)]
    [InlineData("{{domain}}", "{{nobody}}", "there is no value for '{{nobody}}'")]
    [InlineData("{{domain}}", "{{constructor}}", "there is no value for '{{constructor}}'")]
    [InlineData("\"id\":", "id:", "template.json': ")]
    public async Task Run_BrokenTemplate_Refused(string from, string to, string expected)
    {
        var (code, _, errors) = await sut.RunAsync([
            .. AppPackage.Required,
            "--template",
            sut.Template(text => text.Replace(from, to, StringComparison.Ordinal)),
        ]);

        Assert.Equal(2, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(sut.File));
    }

    [RequiresFact(Tool.TeamsPackage)]
    public async Task Run_TheGuidesOwnCommand_MakesAPackage()
    {
        var command = Assert.Single(
            MarkdownCode.ReadCommands("docs/teams.md", "./build.sh"),
            words => words[1] == "teams-package"
        );

        var (code, _, errors) = await sut.RunAsync(command[2..]);

        Assert.True(code == 0, errors);
        Assert.Equal("bot.example.com", Assert.Single(Texts(sut.Manifest().GetProperty("validDomains"))));
    }

    public void Dispose() => sut.Dispose();

    private static IEnumerable<string?> Texts(JsonElement array) =>
        array.EnumerateArray().Select(item => item.GetString());
}
