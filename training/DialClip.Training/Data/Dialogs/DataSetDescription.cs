using System.Text.Json;
using System.Text.Json.Serialization;

namespace DialClip.Training.Data.Dialogs;

/// <summary>What a prepared data set is, and what its preparation could not use.</summary>
/// <param name="Source">The data set: "photochat", "mmdialog".</param>
/// <param name="Gallery">What is ranked for a dialog.</param>
/// <param name="Catalog">The catalog in the store that the dialogs' ids are of.</param>
/// <param name="Counts">Dialogs, photos, and everything left out, by name.</param>
internal sealed record DataSetDescription(
    string Source,
    Gallery Gallery,
    string Catalog,
    IReadOnlyDictionary<string, long> Counts
)
{
    /// <summary>The name of the file beside the dialogs.</summary>
    public const string FileName = "dataset.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Reads the description beside dialogs; null where they have none.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static DataSetDescription? Beside(string dialogs)
    {
        var path = Path.Combine(
            Directory.Exists(dialogs) ? dialogs : Path.GetDirectoryName(Path.GetFullPath(dialogs))!,
            FileName
        );
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<DataSetDescription>(File.ReadAllBytes(path), Json);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{path}' describes no data set: {error.Message}", error);
        }
    }

    /// <summary>Writes it into a folder of dialogs.</summary>
    public void Save(string folder) =>
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json));
}
