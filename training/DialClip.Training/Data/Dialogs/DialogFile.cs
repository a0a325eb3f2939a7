using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DialClip.Training.Data.Dialogs;

/// <summary>Reads and validates dialogs, one JSON object a line.</summary>
internal static class DialogFile
{
    /// <summary>The serializer options of a dialog's line.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads one file, or every *.jsonl file of a folder in ordinal order.</summary>
    /// <exception cref="InvalidDataException">
    /// A line is not a valid dialog, or an id is a duplicate; the message names file and line.
    /// </exception>
    public static IReadOnlyList<DialogRecord> Read(string path)
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
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                var location = $"{file}:{number}";
                var dialog = Parse(line, location);
                if (!locations.TryAdd(dialog.Id, location))
                    throw new InvalidDataException(
                        $"{location}: dialog id '{dialog.Id}' is a duplicate of {locations[dialog.Id]}; ids must be "
                            + "unique, because they decide the split."
                    );
                dialogs.Add(dialog);
            }
        }
        return dialogs;
    }

    private static DialogRecord Parse(string line, string location)
    {
        DialogRecord? dialog;
        try
        {
            dialog = JsonSerializer.Deserialize<DialogRecord>(line, Json);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{location} is not a valid dialog: {exception.Message} Expected "
                    + "{\"id\",\"turns\":[{\"speaker\",\"text\",\"image\"}],\"accept\":[…]}.",
                exception
            );
        }
        var error = dialog switch
        {
            null => "the line is 'null'",
            { Id: "" } => "the id is empty",
            { Turns.Count: 0 } => "there is no turn",
            _ when dialog.Turns.FirstOrDefault(turn => turn.Speaker is not ("user" or "bot")) is { } turn =>
                $"speaker '{turn.Speaker}' is neither 'user' nor 'bot'",
            _ when dialog.Turns.Any(turn => string.IsNullOrWhiteSpace(turn.Text) && turn.Image is null) =>
                "a turn has neither text nor image",
            _ when dialog.Accept.Any(string.IsNullOrWhiteSpace) => "an accepted id is empty",
            _ => null,
        };
        return error is null ? dialog! : throw new InvalidDataException($"{location}: {error}.");
    }
}
