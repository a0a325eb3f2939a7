namespace DialClip.Encoders.Text;

/// <summary>A checked byte-level vocabulary: token ids, merges, and the ids of the two special tokens.</summary>
internal sealed class BytePairVocabulary
{
    public const string StartOfText = "<|startoftext|>";
    public const string EndOfText = "<|endoftext|>";

    // CLIP's own has 32. The time that a hostile text takes grows with the square of this (see TextLimit).
    private const int MaxTokenBytes = 128;

    /// <summary>Checks the parts against each other.</summary>
    /// <param name="tokens">Tokens in the order of their ids.</param>
    /// <param name="merges">Merges in the order of their rank.</param>
    /// <param name="source">The vocabulary's origin as errors name it.</param>
    /// <exception cref="InvalidDataException">
    /// A token comes twice, a byte or a special token has none, a merge names an unknown token or comes twice, or a
    /// token is too long.
    /// </exception>
    public BytePairVocabulary(
        IReadOnlyList<string> tokens,
        IReadOnlyList<(string Left, string Right)> merges,
        string source
    )
    {
        var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        for (var id = 0; id < tokens.Count; id++)
            if (!ids.TryAdd(tokens[id], id))
                throw new InvalidDataException(
                    $"{source} holds the token '{tokens[id]}' twice, as {ids[tokens[id]]} and {id}; "
                        + "expected every token once."
                );

        StartToken = Require(StartOfText, "the start of every text");
        EndToken = Require(EndOfText, "the end of every text");
        // The library drops a byte without a token silently, so all 256 are checked here.
        foreach (var (value, symbol) in ByteSymbols.All)
        {
            Require(symbol, $"byte 0x{value:X2}");
            Require(symbol + ByteSymbols.EndOfWord, $"byte 0x{value:X2} at the end of a word");
        }

        var known = new HashSet<(string Left, string Right)>(merges.Count);
        foreach (var (left, right) in merges)
        {
            var role = $"of merge {known.Count + 1}, '{left} {right}'";
            if (!known.Add((left, right)))
                throw new InvalidDataException(
                    $"{source} lists the merge '{left} {right}' twice; the second time as merge {known.Count + 1}."
                );
            Require(left, role);
            Require(right, role);
            Require(left + right, role);
            // Every symbol is one byte; the suffix counts too, for a token may also spell those characters.
            var length = left.Length + right.Length;
            if (length > MaxTokenBytes)
                throw new InvalidDataException(
                    $"{source} makes a token of {length} bytes ({role}); expected at most {MaxTokenBytes}."
                );
            LongestToken = Math.Max(LongestToken, length);
        }

        Ids = ids;
        Merges = merges;

        int Require(string token, string role) =>
            ids.TryGetValue(token, out var id)
                ? id
                : throw new InvalidDataException(
                    $"{source} has no token '{token}' ({role}); expected it among its {tokens.Count} tokens. "
                        + "Use the vocab.json and merges.txt of one and the same model."
                );
    }

    public IReadOnlyDictionary<string, int> Ids { get; }

    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    public int StartToken { get; }

    public int EndToken { get; }

    /// <summary>Gets the most bytes of text that one token covers, at least 1.</summary>
    public int LongestToken { get; } = 1;
}
