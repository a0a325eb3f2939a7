using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Shared.Errors;
using DialClip.Shared.Records;

namespace DialClip.Model.Indexing;

/// <summary>Reads a catalog's items, one JSON object a line.</summary>
internal static class CatalogLines
{
    private const string FileName = "items.jsonl";

    // A line's own words come before what to do about it, which must not be cut off.
    private const int MaxReason = 2_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<Modality>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static IReadOnlyList<CatalogItem> Read(ArtifactFolder folder)
    {
        var items = new List<CatalogItem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var reader = new RecordReader<Line>("item", Json);
        foreach (var record in RecordLines.Read(folder.ReadFile(FileName), Path.Combine(folder.LocalPath, FileName)))
        {
            var item = Parse(reader, record);
            if (FindError(item, folder) is { } error)
                throw Damaged(record.Line, $"item '{ErrorText.ToValue(item.Id)}' {error}");
            if (!ids.Add(item.Id))
                throw Damaged(
                    record.Line,
                    $"id '{ErrorText.ToValue(item.Id)}' comes a second time; expected every id once"
                );
            items.Add(item);
        }

        var expected = folder.Properties<CatalogProperties>().Items;
        return items.Count == expected
            ? items
            : throw new ArtifactException(
                $"The catalog's '{FileName}' holds {items.Count} items, but its manifest says {expected}. Make "
                    + "the catalog again with 'dialclip catalog'."
            );
    }

    private static CatalogItem Parse(RecordReader<Line> reader, RawRecord record)
    {
        try
        {
            var entry = reader.Parse(record);
            return CatalogTags.FindError(entry.Tags) is { } error
                ? throw Damaged(record.Line, $"item '{ErrorText.ToValue(entry.Id)}' {error}")
                : new(
                    entry.Id,
                    entry.Modality,
                    entry.Text,
                    entry.Name ?? entry.Text ?? entry.Caption ?? "",
                    entry.Keywords ?? [],
                    entry.Media ?? [],
                    CatalogTags.Create(entry.Tags)
                )
                {
                    Caption = string.IsNullOrWhiteSpace(entry.Caption) ? null : entry.Caption,
                };
        }
        catch (InvalidDataException error)
        {
            throw Damaged(record.Line, ErrorText.ToLine(error.Message, MaxReason).TrimEnd('.'), error);
        }
    }

    private static string? FindError(CatalogItem item, ArtifactFolder folder) =>
        item switch
        {
            { Id: "" } => "has an empty id",
            { Modality: Modality.Text } when string.IsNullOrWhiteSpace(item.Text) => "is a text without words",
            { Modality: Modality.Picture, Media.Count: 0 } => "is a picture without a file",
            _ => item.Media.FirstOrDefault(media => !folder.Manifest.Contains(media)) is { } absent
                ? $"names '{ErrorText.ToValue(absent)}', which the catalog's manifest does not list"
                : null,
        };

    private static ArtifactException Damaged(long line, string why, Exception? inner = null) =>
        new(
            ArtifactFailure.Invalid,
            $"The catalog's '{FileName}' cannot be used: line {line}: {why}. Make the catalog again with "
                + "'dialclip catalog'.",
            inner
        );

    private sealed record Line(
        string Id,
        Modality Modality,
        string? Text = null,
        string? Name = null,
        IReadOnlyList<string>? Keywords = null,
        IReadOnlyList<string>? Media = null,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? Tags = null,
        string? Caption = null
    );
}
