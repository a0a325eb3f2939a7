namespace DialClip.Model.Text;

/// <summary>A checked vocabulary: token ids, merges as ids, and the ids of bytes and special tokens.</summary>
internal sealed class BytePairVocabulary
{
    public const string StartOfText = "<|startoftext|>";
    public const string EndOfText = "<|endoftext|>";

    private readonly int[] inner = new int[256];
    private readonly int[] last = new int[256];

    /// <summary>Checks the parts against each other.</summary>
    /// <exception cref="InvalidDataException">They do not make one vocabulary; the message says what is wrong where.</exception>
    public BytePairVocabulary(IReadOnlyList<string> tokens, IReadOnlyList<(string Left, string Right)> merges, string source)
    {
        Tokens = tokens;
        var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        for (var id = 0; id < tokens.Count; id++)
            if (!ids.TryAdd(tokens[id], id))
                throw new InvalidDataException($"{source} holds the token '{tokens[id]}' twice, as {ids[tokens[id]]} and {id}; expected every token once.");

        int Require(string token, string what) => ids.TryGetValue(token, out var id)
            ? id
            : throw new InvalidDataException($"{source} has no token '{token}' ({what}); expected it among its {tokens.Count} tokens. Use the vocab.json and merges.txt of one and the same model.");

        StartToken = Require(StartOfText, "the start of every text");
        EndToken = Require(EndOfText, "the end of every text");
        for (var value = 0; value < 256; value++)
        {
            var symbol = ByteSymbols.Of((byte)value).ToString();
            inner[value] = Require(symbol, $"byte 0x{value:X2}");
            last[value] = Require(symbol + ByteSymbols.EndOfWord, $"byte 0x{value:X2} at the end of a word");
        }

        var ranked = new Dictionary<(int Left, int Right), (int Rank, int Merged)>(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right) = merges[rank];
            var what = $"of merge {rank + 1}, '{left} {right}'";
            if (!ranked.TryAdd((Require(left, what), Require(right, what)), (rank, Require(left + right, what))))
                throw new InvalidDataException($"{source} lists the merge '{left} {right}' twice; the second time as merge {rank + 1}.");
        }

        Merges = ranked;
    }

    public IReadOnlyList<string> Tokens { get; }

    public IReadOnlyDictionary<(int Left, int Right), (int Rank, int Merged)> Merges { get; }

    public int StartToken { get; }

    public int EndToken { get; }

    /// <summary>Gets the id of a byte's own token.</summary>
    public int Symbol(byte value, bool endsWord) => endsWord ? last[value] : inner[value];
}
