using System.Text;

namespace DialClip.Encoders.Text;

/// <summary>A checked vocab.txt: one token on each line, in the order of their ids.</summary>
internal sealed class WordPieceVocabulary
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "vocab.txt";

    public const string Start = "[CLS]";
    public const string End = "[SEP]";
    public const string Unknown = "[UNK]";

    private const int MaxTokens = 1_000_000;
    private const int MaxLength = 256;

    /// <summary>Reads the bytes of a vocab.txt, which is untrusted.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="path">The file's path, for messages.</param>
    /// <exception cref="InvalidDataException">
    /// A token comes twice or is empty or too long, there are too many, or a special token is missing.
    /// </exception>
    public WordPieceVocabulary(byte[] content, string path)
    {
        using var reader = new StreamReader(new MemoryStream(content, writable: false), new UTF8Encoding(false));
        while (reader.ReadLine() is { } line)
        {
            // As Python's rstrip("\n") reads it: other white space is part of a token.
            if (line.Length is 0 or > MaxLength || ids.Count == MaxTokens)
                throw new InvalidDataException(
                    $"'{path}' has a token of {line.Length} characters as number {ids.Count}; expected at most "
                        + $"{MaxTokens} tokens of 1 to {MaxLength} characters, one on each line."
                );
            if (!ids.TryAdd(line, ids.Count))
                throw new InvalidDataException($"'{path}' holds the token '{line}' twice; expected every token once.");
        }
        (StartToken, EndToken, UnknownToken) = (Require(Start), Require(End), Require(Unknown));

        int Require(string token) =>
            ids.TryGetValue(token, out var id)
                ? id
                : throw new InvalidDataException(
                    $"'{path}' has no token '{token}' among its {ids.Count}; expected the vocab.txt of a BERT model."
                );
    }

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);

    /// <summary>Gets the number of tokens.</summary>
    public int Count => ids.Count;

    public int StartToken { get; }

    public int EndToken { get; }

    public int UnknownToken { get; }
}
