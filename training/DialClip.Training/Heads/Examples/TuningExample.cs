using DialClip.Encoders;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Heads.Examples;

/// <summary>A dialog, tokenized and preprocessed for the towers.</summary>
/// <param name="Tokens">The query's token ids with start and end; null for a picture input.</param>
/// <param name="Crop">The input picture, uint8 (S, S, 3); null for a text input.</param>
/// <param name="Turns">The earlier turns, oldest first.</param>
/// <param name="Pictures">The catalog indices of accepted pictures.</param>
/// <param name="Texts">The catalog indices of accepted texts.</param>
/// <param name="Intent">The intent of the next turn; null where unknown.</param>
/// <param name="Split">The split.</param>
internal sealed record TuningExample(
    int[]? Tokens,
    byte[]? Crop,
    IReadOnlyList<TuningTurn> Turns,
    IReadOnlyList<int> Pictures,
    IReadOnlyList<int> Texts,
    Intent? Intent,
    DialogSplit Split
)
{
    /// <summary>Gets the indices of the pictures to rank; null for those of the split or the whole catalog.</summary>
    public IReadOnlyList<int>? PictureCandidates { get; init; }

    /// <summary>Gets the input's text for reports; null where there is none.</summary>
    public string? InputText { get; init; }

    /// <summary>Gets the bytes per token of the input's text; null where there is none.</summary>
    public double? InputBytesPerToken { get; init; }
}
