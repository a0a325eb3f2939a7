using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Training.Data.Records;

namespace DialClip.Training.Data.Dialogs;

/// <summary>The description of a prepared data set, with counts of what was used and left out.</summary>
/// <param name="Source">The published data set: "photochat" or "mmdialog".</param>
/// <param name="Gallery">The gallery that is ranked for a dialog.</param>
/// <param name="Catalog">The catalog in the store that the dialogs' ids refer to.</param>
/// <param name="Counts">Counts of dialogs, photos and everything left out, by name.</param>
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
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Reads the description in the folder of dialogs; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The description is malformed.</exception>
    public static DataSetDescription? ReadBeside(string dialogs)
    {
        var path = Path.Combine(
            Directory.Exists(dialogs) ? dialogs : Path.GetDirectoryName(Path.GetFullPath(dialogs))!,
            FileName
        );
        return File.Exists(path)
            ? RecordFile.ReadDocument<DataSetDescription>(path, "description of a data set", Json)
            : null;
    }

    /// <summary>Writes the description into a folder of dialogs.</summary>
    public void Save(string folder) =>
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json));
}
