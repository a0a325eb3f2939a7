namespace DialClip.Encoders.Text;

/// <summary>The bytes and the tokens of some words.</summary>
internal sealed class TokenRatio
{
    public int Bytes { get; set; }

    public int Tokens { get; set; }

    /// <summary>Gets the bytes per token; null without tokens.</summary>
    public double? BytesPerToken => Tokens > 0 ? (double)Bytes / Tokens : null;
}
