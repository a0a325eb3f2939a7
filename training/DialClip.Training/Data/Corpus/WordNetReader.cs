using System.Globalization;
using System.Text;

namespace DialClip.Training.Data.Corpus;

/// <summary>Reads WordNet 3.0's database files.</summary>
/// <remarks>Format: the manual page wndb(5WN).</remarks>
internal static class WordNetReader
{
    private static readonly (string Name, char Kind)[] Parts =
    [
        ("noun", 'n'),
        ("verb", 'v'),
        ("adj", 'a'),
        ("adv", 'r'),
    ];

    // Pointer symbols of related meanings; without antonyms ('!') and domain members ('-c', …).
    private static readonly HashSet<string> CloseRelations =
    [
        "@",
        "@i",
        "~",
        "~i",
        "&",
        "+",
        "^",
        "$",
        "*",
        ">",
        "=",
        "#p",
        "%p",
        ";c",
        "\\",
        "<",
    ];

    /// <summary>Reads every synset of a folder, nouns first, in file order.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder lacks the database files.</exception>
    /// <exception cref="InvalidDataException">
    /// A line is not in WordNet's format; the message names file and line.
    /// </exception>
    public static IReadOnlyList<Synset> Read(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "data.noun")))
            throw new DirectoryNotFoundException(
                $"Folder '{folder}' contains no WordNet database ('data.noun' is missing). Install WordNet 3.0, for "
                    + "example Debian's package wordnet-base."
            );
        var counts = ReadCounts(Path.Combine(folder, "cntlist.rev"));
        var entries = new List<Entry>();
        var numbers = new Dictionary<(char Kind, string Offset), int>();
        foreach (var (name, kind) in Parts)
        {
            var file = Path.Combine(folder, "data." + name);
            ReadLines(
                file,
                line =>
                {
                    if (line.StartsWith("  ", StringComparison.Ordinal))
                        return; // the licence at the top
                    var entry = Parse(line, counts);
                    numbers[(kind, entry.Offset)] = entries.Count;
                    entries.Add(entry);
                }
            );
        }
        return
        [
            .. entries.Select(entry => new Synset(
                entry.Lemmas,
                entry.Definition,
                entry.Examples,
                [.. entry.Pointers.Where(numbers.ContainsKey).Select(pointer => numbers[pointer])],
                entry.Count
            )),
        ];
    }

    private static Dictionary<string, int> ReadCounts(string file)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        ReadLines(
            file,
            line =>
            {
                var fields = line.Split(' ');
                counts[fields[0]] = int.Parse(fields[2], CultureInfo.InvariantCulture);
            }
        );
        return counts;
    }

    private static void ReadLines(string file, Action<string> read)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file, Encoding.Latin1))
        {
            number++;
            try
            {
                read(line);
            }
            catch (Exception error)
                when (error
                        is FormatException
                            or IndexOutOfRangeException
                            or ArgumentOutOfRangeException
                            or OverflowException
                )
            {
                throw new InvalidDataException(
                    $"{file}:{number} is not a valid line of WordNet's database: {error.Message}",
                    error
                );
            }
        }
    }

    private static Entry Parse(string line, Dictionary<string, int> counts)
    {
        var glossStart = line.IndexOf(" | ", StringComparison.Ordinal);
        if (glossStart < 0)
            throw new FormatException("no ' | ' before the gloss");
        var fields = line[..glossStart].Split(' ');
        var words = int.Parse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var lemmas = new List<string>();
        var count = 0;
        for (var word = 0; word < words; word++)
        {
            var lemma = RemoveMarker(fields[4 + 2 * word]).ToLowerInvariant();
            var sense = int.Parse(fields[5 + 2 * word], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            count += counts.GetValueOrDefault($"{lemma}%{ParseSynsetType(fields[2])}:{fields[1]}:{sense:D2}::");
            lemma = lemma.Replace('_', ' ');
            if (!lemmas.Contains(lemma))
                lemmas.Add(lemma);
        }
        var pointerStart = 4 + 2 * words;
        var pointers = int.Parse(fields[pointerStart], CultureInfo.InvariantCulture);
        var close = new List<(char Kind, string Offset)>();
        for (var pointer = 0; pointer < pointers; pointer++)
            if (CloseRelations.Contains(fields[pointerStart + 1 + 4 * pointer]))
                close.Add(
                    (
                        fields[pointerStart + 3 + 4 * pointer] is "s" ? 'a' : fields[pointerStart + 3 + 4 * pointer][0],
                        fields[pointerStart + 2 + 4 * pointer]
                    )
                );
        var (definition, examples) = SplitGloss(line[(glossStart + 3)..].Trim());
        return new Entry(fields[0], lemmas, definition, examples, close, count);
    }

    // "(a)", "(p)" and "(ip)" are syntactic markers of adjectives, not part of the word.
    private static string RemoveMarker(string word) =>
        word.EndsWith(')') && word.LastIndexOf('(') is var open and > 0 ? word[..open] : word;

    private static int ParseSynsetType(string type) =>
        type switch
        {
            "n" => 1,
            "v" => 2,
            "a" => 3,
            "r" => 4,
            "s" => 5,
            _ => throw new FormatException($"synset type '{type}'"),
        };

    private static (string Definition, IReadOnlyList<string> Examples) SplitGloss(string gloss)
    {
        var parts = gloss.Split('"'); // even parts define, odd parts are quoted examples
        var definition = string.Join(
            ' ',
            parts
                .Where((part, pointerStart) => pointerStart % 2 == 0 && part.Trim(' ', ';', '-', ',').Length > 0)
                .Select(part => part.Trim(' ', ';'))
        );
        var remark = definition.IndexOf(" -- ", StringComparison.Ordinal);
        return (
            (remark < 0 ? definition : definition[..remark]).Trim(),
            [
                .. parts
                    .Where((_, pointerStart) => pointerStart % 2 == 1)
                    .Select(part => part.Trim())
                    .Where(part => part.Contains(' ', StringComparison.Ordinal)),
            ]
        );
    }

    private sealed record Entry(
        string Offset,
        IReadOnlyList<string> Lemmas,
        string Definition,
        IReadOnlyList<string> Examples,
        IReadOnlyList<(char Kind, string Offset)> Pointers,
        int Count
    );
}
