using System.Text.Encodings.Web;
using System.Text.Json;
using DialClip.Encoders.Text;

namespace DialClip.Training.Checkpoints;

/// <summary>Reads the vocabulary of a checkpoint: vocab.json with merges.txt, or tokenizer.json.</summary>
internal static class ClipVocabulary
{
    private const string Tokens = "vocab.json";
    private const string Merges = "merges.txt";
    private const string Combined = "tokenizer.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a checkpoint's vocabulary as vocab.json and merges.txt.</summary>
    /// <param name="from">A folder with the vocabulary, or a tokenizer.json.</param>
    /// <param name="to">An existing folder.</param>
    /// <exception cref="InvalidDataException">
    /// There is no vocabulary, or tokenizer.json is not a byte-pair one.
    /// </exception>
    public static void Copy(string from, string to)
    {
        var combined = File.Exists(from) ? from : Path.Combine(from, Combined);
        if (!File.Exists(from) && File.Exists(Path.Combine(from, Tokens)) && File.Exists(Path.Combine(from, Merges)))
        {
            File.Copy(Path.Combine(from, Tokens), Path.Combine(to, Tokens), overwrite: true);
            File.Copy(Path.Combine(from, Merges), Path.Combine(to, Merges), overwrite: true);
        }
        else if (File.Exists(combined))
        {
            ConvertTokenizerJson(combined, to);
        }
        else
        {
            throw new InvalidDataException(
                $"'{from}' holds no vocabulary; expected '{Tokens}' and '{Merges}', or '{Combined}'. "
                    + "Name another folder with --tokenizer."
            );
        }
    }

    /// <summary>Loads a checkpoint's vocabulary in either form.</summary>
    /// <param name="from">A folder with the vocabulary, or a tokenizer.json.</param>
    /// <param name="contextLength">The maximum number of tokens.</param>
    /// <exception cref="InvalidDataException">There is no vocabulary, or it is malformed.</exception>
    public static ClipTokenizer Load(string from, int contextLength)
    {
        var folder = Directory.CreateTempSubdirectory("dialclip-vocabulary-").FullName;
        try
        {
            Copy(from, folder);
            return ClipTokenizer.Load(folder, contextLength);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Merges are texts such as "a b" in older files, pairs in newer ones.
    private static void ConvertTokenizerJson(string combined, string to)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(combined));
            var model = json.RootElement.GetProperty("model");
            if (model.TryGetProperty("type", out var type) && type.GetString() != "BPE")
                throw new InvalidDataException(
                    $"'{combined}' holds a '{type.GetString()}' tokenizer, expected CLIP's byte-pair one ('BPE')."
                );
            var vocabulary = model
                .GetProperty("vocab")
                .EnumerateObject()
                .ToDictionary(token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal);
            foreach (
                var added in json.RootElement.TryGetProperty("added_tokens", out var tokens)
                    ? [.. tokens.EnumerateArray()]
                    : Array.Empty<JsonElement>()
            )
                vocabulary.TryAdd(added.GetProperty("content").GetString()!, added.GetProperty("id").GetInt32());
            var merges = model
                .GetProperty("merges")
                .EnumerateArray()
                .Select(merge =>
                    merge.ValueKind == JsonValueKind.Array
                        ? $"{merge[0].GetString()} {merge[1].GetString()}"
                        : merge.GetString()!
                );
            File.WriteAllText(
                Path.Combine(to, Tokens),
                JsonSerializer.Serialize(
                    vocabulary.OrderBy(token => token.Value).ToDictionary(token => token.Key, token => token.Value),
                    Json
                )
            );
            File.WriteAllText(
                Path.Combine(to, Merges),
                "#version: 0.2\n" + string.Concat(merges.Select(merge => merge + "\n"))
            );
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{combined}' is not a valid tokenizer.json: {error.Message}", error);
        }
    }
}
