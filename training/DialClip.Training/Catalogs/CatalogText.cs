using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Encoders;
using DialClip.Shared.Errors;
using DialClip.Training.Catalogs.Folders;

namespace DialClip.Training.Catalogs;

/// <summary>Formats the outcome of making a catalog for the console.</summary>
internal static class CatalogText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private static readonly Dictionary<FindingKind, string> Titles = new()
    {
        [FindingKind.Unreadable] = "cannot be read",
        [FindingKind.OtherFormat] = "other formats",
        [FindingKind.TooLarge] = "too large",
        [FindingKind.Duplicate] = "duplicates",
        [FindingKind.MissingFile] = "rows without a file",
        [FindingKind.OutsideFolder] = "outside of the folder",
        [FindingKind.DamagedRow] = "rows that cannot be used",
        [FindingKind.WithoutRow] = "pictures without a row",
        [FindingKind.WithoutPicture] = "text files without a picture",
        [FindingKind.Shortened] = "shortened",
        [FindingKind.OtherFile] = "other files",
    };

    /// <summary>Formats a result, with the first findings of each kind.</summary>
    /// <param name="result">The result.</param>
    /// <param name="settings">The settings that it was made for.</param>
    public static string Format(CatalogResult result, CatalogSettings settings) =>
        string.Join(
            '\n',
            [
                FormatHead(result),
                .. result.Indexes.Count > 0
                    ? result.Indexes.Select(FormatIndex)
                    : settings.Model.GetHeads().Select(head => FormatCommand(result, settings, head)),
                FormatFindings(result.Content),
            ]
        );

    /// <summary>Formats what was left out and what is to be said, each kind with its count.</summary>
    public static string FormatFindings(FolderContent content)
    {
        var leftOut = content.Findings.Count(finding => finding.IsLeftOut);
        var lines = new List<string>
        {
            leftOut == 0
                ? "Nothing was left out."
                : string.Create(CultureInfo.InvariantCulture, $"Left out: {leftOut:N0} files or rows."),
        };
        foreach (var kind in content.Findings.GroupBy(finding => finding.Kind).OrderBy(kind => kind.Key))
        {
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {Titles[kind.Key]}: {kind.Count():N0}{(kind.First().IsLeftOut ? "" : " (no item is missing)")}"
                )
            );
            lines.AddRange(kind.Take(ErrorText.MaxListed).Select(finding => $"    {finding.Where}: {finding.What}"));
            if (kind.Count() > ErrorText.MaxListed)
                lines.Add("    " + ErrorText.DescribeRest(kind.Count(), ""));
        }
        return string.Join('\n', lines);
    }

    /// <summary>Formats a finding as a line of JSON.</summary>
    public static string ToJson(Finding finding) => JsonSerializer.Serialize(finding, Json);

    private static string FormatHead(CatalogResult result)
    {
        var pictures = result.Content.Items.Count(item => item.Modality == Modality.Picture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Reference} {result.Digest}{(result.IsNew ? "" : ", unchanged: no new version")}\n"
                + $"{pictures:N0} pictures, {result.Content.Items.Count - pictures:N0} texts"
        );
    }

    private static string FormatCommand(CatalogResult result, CatalogSettings settings, string head) =>
        $"Build its index with 'dialclip index --catalog {result.Reference} --model {head} --backbone "
        + $"{settings.Model.Backbone} --store {settings.Store}'.";

    private static string FormatIndex(BuiltIndex index)
    {
        var head = $"{index.Path} for models/{index.Head.Manifest.Name}/{index.Head.Manifest.Version}";
        return (index.Encoded, index.Reused) switch
        {
            (0, 0) => $"{head}: was there already",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{head}: {index.Encoded:N0} items encoded, {index.Reused:N0} taken from the version before"
            ),
        };
    }
}
