using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Newtonsoft.Json;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>
/// Everything that reached the bot and left it, as text. Only ids that the SDK makes by chance and the port of this run
/// are replaced.
/// </summary>
internal sealed partial class Transcript
{
    public static readonly JsonSerializerSettings OneLine = new(HttpHelper.BotMessageSerializerSettings)
    {
        Formatting = Formatting.None,
    };

    private readonly StringBuilder lines = new();
    private readonly List<string> guids = [];
    private readonly Lock sync = new();

    /// <summary>Gets or sets the address that stands for this run.</summary>
    public string? Origin { get; set; }

    public void Add(string what, object? value) => AddRaw(what, JsonConvert.SerializeObject(value, OneLine));

    public void AddRaw(string what, string text)
    {
        lock (sync)
            lines.Append(what).Append(' ').Append(Fixed(text)).Append('\n');
    }

    public override string ToString()
    {
        lock (sync)
            return lines.ToString();
    }

    /// <summary>
    /// Compares with the transcript that was reviewed. DIALCLIP_APPROVE=1 writes this one in its place, for a person to
    /// review.
    /// </summary>
    public void AssertApproved(string name)
    {
        var file = Path.Combine(
            RepositoryPaths.Root,
            "tests",
            "DialClip.Bot.Tests",
            "ExistingBot",
            "Transcripts",
            name + ".txt"
        );
        if (Environment.GetEnvironmentVariable("DIALCLIP_APPROVE") == "1")
            File.WriteAllText(file, ToString());
        Assert.Equal(File.ReadAllText(file), ToString());
    }

    private string Fixed(string text)
    {
        if (Origin is not null)
            text = text.Replace(Origin, "http://this-run", StringComparison.Ordinal);
        return AnyGuid()
            .Replace(
                text,
                match =>
                {
                    if (!guids.Contains(match.Value))
                        guids.Add(match.Value);
                    return "guid-" + (guids.IndexOf(match.Value) + 1).ToString(CultureInfo.InvariantCulture);
                }
            );
    }

    [GeneratedRegex("[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex AnyGuid();
}
