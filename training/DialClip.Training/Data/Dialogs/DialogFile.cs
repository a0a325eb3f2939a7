using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Training.Data.Records;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs;

/// <summary>Reads and validates dialogs, one JSON object a line.</summary>
internal static class DialogFile
{
    /// <summary>The serializer options of a dialog's line.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads one file, or every *.jsonl file of a folder in ordinal order.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="progress">Receives what was ignored or replaced in a file; null for nobody.</param>
    /// <exception cref="InvalidDataException">
    /// A line is not a valid dialog, or an id is a duplicate; the message names file and line. Or there is no dialog.
    /// </exception>
    public static IReadOnlyList<DialogRecord> Read(string path, IProgressSink? progress = null)
    {
        var files = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.jsonl").Order(StringComparer.Ordinal).ToList()
            : [path];
        if (files.Count == 0)
            throw new InvalidDataException(
                $"Folder '{path}' contains no *.jsonl file; expected dialogs as JSON lines."
            );
        var dialogs = new List<DialogRecord>();
        var locations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        foreach (var (dialog, location) in RecordFile.ReadLines<DialogRecord>(file, "dialog", progress, Json))
        {
            if (FindError(dialog) is { } error)
                throw new InvalidDataException($"{location} is not a valid dialog: {error}.");
            if (!locations.TryAdd(dialog.Id, location))
                throw new InvalidDataException(
                    $"{location}: dialog id '{dialog.Id}' is a duplicate of {locations[dialog.Id]}; ids must be "
                        + "unique, because they decide the split."
                );
            dialogs.Add(dialog with { Location = location });
        }
        return dialogs.Count > 0
            ? dialogs
            : throw new InvalidDataException($"'{path}' holds no dialog; expected one a line, as JSON.");
    }

    private static string? FindError(DialogRecord dialog) =>
        dialog switch
        {
            { Id: "" } => "the id is empty",
            { Turns.Count: 0 } => "there is no turn",
            _ when dialog.Turns.FirstOrDefault(turn => turn.Speaker is not ("user" or "bot")) is { } turn =>
                $"speaker '{turn.Speaker}' is neither 'user' nor 'bot'",
            _ when dialog.Turns.Any(turn => string.IsNullOrWhiteSpace(turn.Text) && turn.Image is null) =>
                "a turn has neither text nor image",
            _ when dialog.Accept.Any(string.IsNullOrWhiteSpace) => "an accepted id is empty",
            _ => null,
        };
}
