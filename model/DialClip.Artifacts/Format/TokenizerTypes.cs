namespace DialClip.Artifacts.Format;

/// <summary>The tokenizers other than CLIP's byte pairs, as manifests spell them.</summary>
public static class TokenizerTypes
{
    /// <summary>WordPiece with vocab.txt; texts are lower-cased and lose their accents.</summary>
    public const string WordPiece = "wordpiece";

    /// <summary>WordPiece with vocab.txt; case and accents stay.</summary>
    public const string WordPieceCased = "wordpiece-cased";

    /// <summary>Gets all of them.</summary>
    public static IReadOnlyList<string> All { get; } = [WordPiece, WordPieceCased];
}
