using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DialClip.Training.Data.Dialogs;

/// <summary>Reads dialogs from JSON lines and checks every one of them.</summary>
internal static class DialogFile
{
    /// <summary>How a dialog is written, one a line.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads one file, or every *.jsonl file of a folder in the order of their names.</summary>
    /// <exception cref="InvalidDataException">A line is no valid dialog, or an id appears twice; the message names file and line.</exception>
    public static IReadOnlyList<DialogRecord> Read(string path)
    {
        var files = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.jsonl").Order(StringComparer.Ordinal).ToList()
            : [path];
        if (files.Count == 0)
            throw new InvalidDataException($"Folder '{path}' holds no *.jsonl file, expected dialogs as JSON lines.");
        var dialogs = new List<DialogRecord>();
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                var place = $"{file}:{number}";
                var dialog = Parse(line, place);
                if (!seen.TryAdd(dialog.Id, place))
                    throw new InvalidDataException(
                        $"{place}: dialog id '{dialog.Id}' was used already at {seen[dialog.Id]}; ids must be unique, because the split hangs on them."
                    );
                dialogs.Add(dialog);
            }
        }
        return dialogs;
    }

    private static DialogRecord Parse(string line, string place)
    {
        DialogRecord? dialog;
        try
        {
            dialog = JsonSerializer.Deserialize<DialogRecord>(line, Json);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{place}: no dialog could be read: {error.Message} Expected {{\"id\",\"turns\":[{{\"speaker\",\"text\",\"image\"}}],\"accept\":[…]}}.",
                error
            );
        }
        var fault = dialog switch
        {
            null => "the line is 'null'",
            { Id: "" } => "the id is empty",
            { Turns.Count: 0 } => "there is no turn",
            _ when dialog.Turns.FirstOrDefault(turn => turn.Speaker is not ("user" or "bot")) is { } odd =>
                $"speaker '{odd.Speaker}' is neither 'user' nor 'bot'",
            _ when dialog.Turns.Any(turn => string.IsNullOrWhiteSpace(turn.Text) && turn.Image is null) =>
                "a turn has neither text nor image",
            _ when dialog.Accept.Any(string.IsNullOrWhiteSpace) => "an accepted id is empty",
            _ => null,
        };
        return fault is null ? dialog! : throw new InvalidDataException($"{place}: {fault}.");
    }
}
