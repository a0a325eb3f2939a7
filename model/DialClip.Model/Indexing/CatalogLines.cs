using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;

namespace DialClip.Model.Indexing;

/// <summary>Reads a catalog's items, one JSON object a line.</summary>
internal static class CatalogLines
{
    private const string FileName = "items.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter<Modality>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static IReadOnlyList<CatalogItem> Read(ArtifactFolder folder)
    {
        var items = new List<CatalogItem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(folder.FilePath(FileName)))
        {
            number++;
            if (line.Length == 0)
                continue;
            var item = Parse(line, number);
            if (FindError(item, folder) is { } error)
                throw Damaged(number, $"item '{item.Id}' {error}");
            if (!ids.Add(item.Id))
                throw Damaged(number, $"id '{item.Id}' comes a second time; expected every id once");
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

    private static CatalogItem Parse(string line, int number)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<Line>(line, Json) ?? throw new JsonException("the line is null");
            return CatalogTags.FindError(entry.Tags) is { } error
                ? throw Damaged(number, $"item '{entry.Id}' {error}")
                : new(
                    entry.Id,
                    entry.Modality,
                    entry.Text,
                    entry.Name ?? entry.Text ?? "",
                    entry.Keywords ?? [],
                    entry.Media ?? [],
                    CatalogTags.Create(entry.Tags)
                );
        }
        catch (JsonException error)
        {
            throw Damaged(number, error.Message, error);
        }
    }

    private static string? FindError(CatalogItem item, ArtifactFolder folder) =>
        item switch
        {
            { Id: "" } => "has an empty id",
            { Modality: Modality.Text } when string.IsNullOrWhiteSpace(item.Text) => "is a text without words",
            { Modality: Modality.Picture, Media.Count: 0 } => "is a picture without a file",
            _ => item.Media.FirstOrDefault(media => !folder.Manifest.Contains(media)) is { } absent
                ? $"names '{absent}', which the catalog's manifest does not list"
                : null,
        };

    private static ArtifactException Damaged(int number, string why, Exception? inner = null) =>
        new(
            ArtifactFailure.Invalid,
            $"The catalog's '{FileName}' cannot be used: line {number}: {why}. Make the catalog again with "
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
        IReadOnlyDictionary<string, IReadOnlyList<string>>? Tags = null
    );
}
