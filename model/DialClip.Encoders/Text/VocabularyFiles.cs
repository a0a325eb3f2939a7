using System.Text.Json;

namespace DialClip.Encoders.Text;

/// <summary>Reads vocab.json, merges.txt and the merges as OpenAI publishes them.</summary>
internal static class VocabularyFiles
{
    private const string VersionMark = "#version";

    /// <summary>The name of the file of tokens and their ids.</summary>
    public const string Tokens = "vocab.json";

    /// <summary>The name of the file of merges.</summary>
    public const string Merges = "merges.txt";

    public static BytePairVocabulary ReadFolder(string folder) =>
        Read(
            File.ReadAllBytes(RequireExisting(folder, Tokens)),
            File.ReadAllBytes(RequireExisting(folder, Merges)),
            folder
        );

    public static BytePairVocabulary Read(byte[] tokens, byte[] merges, string folder) =>
        new(
            ReadTokens(tokens, Path.Combine(folder, Tokens)),
            [.. ReadMerges(ReadLines(merges), Path.Combine(folder, Merges))],
            $"The vocabulary in '{folder}'"
        );

    /// <summary>
    /// Builds the vocabulary that merges imply: bytes, bytes at the end of a word, one token a merge, the two specials.
    /// </summary>
    public static BytePairVocabulary FromMerges(IEnumerable<string> lines, int vocabularySize, string source)
    {
        // The published list is longer than the vocabulary that CLIP was trained with.
        var expected = vocabularySize - 512 - 2;
        if (expected < 0)
            throw new ArgumentOutOfRangeException(
                nameof(vocabularySize),
                vocabularySize,
                "A vocabulary holds 512 byte tokens and 2 special tokens at least."
            );
        List<(string Left, string Right)> merges = [.. ReadMerges(lines, source).Take(expected)];
        if (merges.Count < expected)
            throw new InvalidDataException(
                $"'{source}' holds {merges.Count} merges, but a vocabulary of {vocabularySize} tokens needs {expected}."
            );
        var bytes = ByteSymbols.All.Select(entry => entry.Symbol).ToList();
        return new BytePairVocabulary(
            [
                .. bytes,
                .. bytes.Select(symbol => symbol + ByteSymbols.EndOfWord),
                .. merges.Select(merge => merge.Left + merge.Right),
                BytePairVocabulary.StartOfText,
                BytePairVocabulary.EndOfText,
            ],
            merges,
            $"The vocabulary from '{source}'"
        );
    }

    private static string RequireExisting(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"No file '{path}'; expected CLIP's vocabulary as vocab.json and merges.txt in one folder.",
                path
            );
    }

    private static IEnumerable<string> ReadLines(byte[] text)
    {
        using var reader = new StreamReader(new MemoryStream(text, writable: false));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static string[] ReadTokens(byte[] json, string path)
    {
        try
        {
            // Not a dictionary: a name that comes twice must be seen, not silently win.
            using var document = JsonDocument.Parse(json);
            var entries = document
                .RootElement.EnumerateObject()
                .Select(entry => (entry.Name, Id: entry.Value.GetInt32()))
                .ToList();
            var tokens = new string?[entries.Count];
            foreach (var (name, id) in entries)
            {
                if (id < 0 || id >= tokens.Length)
                    throw new InvalidDataException(
                        $"'{path}' gives '{name}' the id {id}; expected ids from 0 to {tokens.Length - 1}, one "
                            + $"for each of its {tokens.Length} tokens."
                    );
                if (tokens[id] is { } other)
                    throw new InvalidDataException(
                        $"'{path}' gives the id {id} to '{other}' and to '{name}'; expected every id once."
                    );
                tokens[id] = name;
            }

            return tokens!;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"'{path}' is not a JSON object of tokens and their ids: {error.Message}",
                error
            );
        }
    }

    private static IEnumerable<(string Left, string Right)> ReadMerges(IEnumerable<string> lines, string path)
    {
        var number = 0;
        foreach (var line in lines)
        {
            // A merge may itself begin with '#', so only the first line can be the version.
            if ((++number == 1 && line.Contains(VersionMark, StringComparison.Ordinal)) || line.Length == 0)
                continue;
            var parts = line.Split(' ');
            if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0)
                throw new InvalidDataException(
                    $"'{path}' line {number} is '{Abbreviate(line)}'; expected two tokens with one space between them."
                );
            yield return (parts[0], parts[1]);
        }
    }

    private static string Abbreviate(string line) => line.Length <= 80 ? line : line[..80] + "...";
}
