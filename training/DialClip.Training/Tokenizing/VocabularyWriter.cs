using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DialClip.Training.Tokenizing;

/// <summary>Writes a trained vocabulary in CLIP's format: vocab.json and merges.txt.</summary>
internal static class VocabularyWriter
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes both files; the same merges give the same bytes.</summary>
    /// <param name="folder">The folder, which is created if it does not exist.</param>
    /// <param name="merges">The merges in the order of their ranks.</param>
    /// <returns>The number of tokens: 512 byte symbols, one per merge, start and end.</returns>
    public static int Write(string folder, IReadOnlyList<(string Left, string Right)> merges)
    {
        Directory.CreateDirectory(folder);
        List<string> tokens =
        [
            .. ClipWords.Alphabet,
            .. ClipWords.Alphabet.Select(symbol => symbol + ClipWords.EndOfWord),
            .. merges.Select(merge => merge.Left + merge.Right),
            "<|startoftext|>",
            "<|endoftext|>",
        ];
        using (var file = File.Create(Path.Combine(folder, "vocab.json")))
        using (var json = new Utf8JsonWriter(file, Json))
        {
            json.WriteStartObject();
            for (var id = 0; id < tokens.Count; id++)
                json.WriteNumber(tokens[id], id);
            json.WriteEndObject();
        }
        File.WriteAllText(
            Path.Combine(folder, "merges.txt"),
            "#version: 0.2\n" + string.Concat(merges.Select(merge => $"{merge.Left} {merge.Right}\n")),
            new UTF8Encoding(false)
        );
        return tokens.Count;
    }
}
