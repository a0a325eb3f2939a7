namespace DialClip.Encoders.Text;

/// <summary>A word of <see cref="BertWords"/>.</summary>
/// <param name="Text">Its first code points, at most <see cref="BertWords.MaxLength"/>.</param>
/// <param name="IsTooLong">Whether it has more, and is unknown.</param>
internal readonly record struct BertWord(string Text, bool IsTooLong);
