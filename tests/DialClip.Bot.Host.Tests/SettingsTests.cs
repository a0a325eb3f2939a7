using System.Text.Json;
using System.Text.RegularExpressions;
using DialClip.Artifacts.Stores;
using DialClip.Bot.Attachments;
using DialClip.Bot.Media;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Telemetry;
using DialClip.Bot.Turns;
using DialClip.Experiments;
using DialClip.LocalChat.DirectLine;
using DialClip.Model;

namespace DialClip.Bot.Host.Tests;

public sealed partial class SettingsTests
{
    // What the file says although the option's default is another: it names what the committed store holds besides, and
    // lists from settings are appended to a default. The sample bot has no answers of its own: the plugin speaks first,
    // with the version of the head that is not made quiet for bots with tasks.
    private static readonly Dictionary<string, string> Shipped = new()
    {
        ["Model:Catalogs"] = """[ "catalogs/animals" ]""",
        ["Model:Heads"] = """[ "models/stickers/1" ]""",
        ["Replies:Mode"] = "Reply",
    };

    private static readonly JsonElement Settings = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(RepositoryPaths.Root, "appsettings.json")))
        .RootElement;

    public static TheoryData<string, Type> Sections =>
        new()
        {
            { "Store", typeof(ArtifactStoreOptions) },
            { "Model", typeof(ModelOptions) },
            { "Conversation", typeof(ConversationOptions) },
            { "Timeouts", typeof(TurnTimeouts) },
            { "Storage", typeof(StorageOptions) },
            { "Replies", typeof(ReplyOptions) },
            { "Media", typeof(MediaOptions) },
            { "Attachments", typeof(AttachmentOptions) },
            { "Proxies", typeof(TrustedProxies.Options) },
            { "DirectLine", typeof(DirectLineOptions) },
            { "Experiments", typeof(ExperimentOptions) },
            { "Telemetry", typeof(TelemetryOptions) },
        };

    [Fact]
    public void Settings_EveryName_IsExplainedAndNothingElseIs()
    {
        var explained = Row()
            .Matches(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "settings.md")))
            .Select(match => match.Groups[1].Value)
            .ToList();

        Assert.Equal(Names(Settings, "").Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Settings_EverySection_HoldsTheDefaultsOfItsOptions(string section, Type options)
    {
        var defaults = Activator.CreateInstance(options)!;
        var expected = options
            .GetProperties()
            .Where(property => property.SetMethod?.IsPublic == true)
            .ToDictionary(
                property => property.Name,
                property => Shipped.GetValueOrDefault($"{section}:{property.Name}") ?? Text(property.GetValue(defaults))
            );

        var actual = Settings
            .GetProperty("DialClip")
            .GetProperty(section)
            .EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => Text(setting.Value));

        Assert.Equal(
            expected.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            actual.OrderBy(pair => pair.Key, StringComparer.Ordinal)
        );
    }

    private static IEnumerable<string> Names(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any()
            ? element
                .EnumerateObject()
                .SelectMany(member => Names(member.Value, path.Length == 0 ? member.Name : $"{path}:{member.Name}"))
            : [path];

    private static string Text(object? value) =>
        value switch
        {
            null => "none",
            JsonElement { ValueKind: JsonValueKind.Null } => "none",
            JsonElement { ValueKind: JsonValueKind.Object } by when !by.EnumerateObject().Any() => "empty",
            JsonElement { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() == 0
                ? "empty"
                : list.ToString(),
            JsonElement { ValueKind: JsonValueKind.String } text
                when TimeSpan.TryParse(
                    text.GetString(),
                    System.Globalization.CultureInfo.InvariantCulture,
                    out var span
                ) => span.ToString("c"),
            TimeSpan span => span.ToString("c"),
            System.Collections.ICollection { Count: 0 } => "empty",
            _ => value.ToString()!,
        };

    [GeneratedRegex(@"^\| `([A-Za-z_:.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
