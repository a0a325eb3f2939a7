using System.Text.Json;
using System.Text.Json.Nodes;
using DialClip.Shared.Records;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Reads tables of one JSON object a line, whose properties are the columns.</summary>
internal static class JsonTable
{
    // An object of this name holds tags by their names, as a catalog's own items have them.
    private const string Tags = "tags";

    /// <summary>Reads the rows; one that is not valid is a finding, and the others go on.</summary>
    /// <param name="table">The file's name, for messages.</param>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="findings">Receives damaged rows.</param>
    public static IReadOnlyList<TableRow> Read(string table, byte[] bytes, Findings findings)
    {
        var reader = new RecordReader<JsonNode>("row", JsonSerializerOptions.Web);
        var rows = new List<TableRow>();
        foreach (var record in RecordLines.Read(bytes, table))
        {
            try
            {
                if (reader.Parse(record) is not JsonObject properties)
                    throw reader.CreateError(
                        record.GetLocation(),
                        "expected an object such as {\"file\":\"a.jpg\",\"caption\":\"a red shoe\"}"
                    );
                rows.Add(new(record.GetLocation(), [.. ReadValues(properties)]));
            }
            catch (InvalidDataException error)
            {
                findings.Add(FindingKind.DamagedRow, record.GetLocation(), error.Message);
            }
        }

        return rows;
    }

    private static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> ReadValues(JsonObject properties)
    {
        foreach (var (name, value) in properties)
            if (value is JsonObject tags && name.Equals(Tags, StringComparison.OrdinalIgnoreCase))
                foreach (var (tag, values) in tags)
                    yield return new(tag, ReadTexts(tag, values));
            else if (ReadTexts(name, value) is { Count: > 0 } texts)
                yield return new(name, texts);
    }

    private static List<string> ReadTexts(string name, JsonNode? value) =>
        value switch
        {
            null => [],
            JsonArray array => [.. array.SelectMany(element => ReadTexts(name, element))],
            JsonValue single => string.IsNullOrWhiteSpace(single.ToString()) ? [] : [single.ToString().Trim()],
            _ => throw new InvalidDataException($"'{name}' is an object, expected a text, a number or a list of them."),
        };
}
