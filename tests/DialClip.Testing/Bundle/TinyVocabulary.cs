using System.Text.Json;

namespace DialClip.Testing;

/// <summary>
/// Writes a vocabulary of the 512 byte tokens, a few merges and the two specials, in CLIP's file format.
/// </summary>
internal sealed class TinyVocabulary : IDisposable
{
    public const int FirstMerge = 512;

    public static readonly string[] DefaultMerges = ["h e", "l l", "he ll", "hell o</w>", "c a", "ca t</w>", "Ã ©</w>"];

    public TinyVocabulary(params string[] merges)
    {
        Merges = merges.Length == 0 ? DefaultMerges : merges;
        Tokens =
        [
            .. Bytes(),
            .. Bytes().Select(symbol => symbol + "</w>"),
            .. Merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal)),
            "<|startoftext|>",
            "<|endoftext|>",
        ];
        Write(Tokens.Select((token, id) => (token, id)), Merges);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("dialclip-vocabulary-").FullName;

    public string[] Merges { get; }

    public string[] Tokens { get; }

    public int Start => Tokens.Length - 2;

    public int End => Tokens.Length - 1;

    /// <summary>Gets the id of a byte's token: CLIP numbers the printable ones first.</summary>
    public static int Id(char symbol, bool last = false) => symbol - '!' + (last ? 256 : 0);

    public void Write(IEnumerable<(string Token, int Id)> vocabulary, IEnumerable<string> merges)
    {
        File.WriteAllText(
            Path.Combine(Folder, "vocab.json"),
            "{"
                + string.Join(",", vocabulary.Select(entry => $"{JsonSerializer.Serialize(entry.Token)}:{entry.Id}"))
                + "}"
        );
        File.WriteAllLines(Path.Combine(Folder, "merges.txt"), ["#version: 0.2", .. merges]);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static IEnumerable<string> Bytes()
    {
        char[] printable = [.. Range('!', '~'), .. Range('¡', '¬'), .. Range('®', 'ÿ')];
        return printable
            .Concat(Enumerable.Range(256, 256 - printable.Length).Select(code => (char)code))
            .Select(symbol => symbol.ToString());

        static IEnumerable<char> Range(char first, char last) =>
            Enumerable.Range(first, last - first + 1).Select(code => (char)code);
    }
}
