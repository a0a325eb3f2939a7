using DialClip.Encoders;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Heads.Examples;

/// <summary>One dialog, ready for the towers.</summary>
/// <param name="Tokens">The query with start and end; null when the input is a picture.</param>
/// <param name="Crop">The input picture, uint8 (S, S, 3); null when the input is a text.</param>
/// <param name="Turns">The earlier turns, oldest first.</param>
/// <param name="Pictures">Numbers of accepted pictures.</param>
/// <param name="Texts">Numbers of accepted texts.</param>
/// <param name="Intent">What the next turn should be; null where the example does not tell.</param>
/// <param name="Split">The part of the data set that it belongs to.</param>
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
    /// <summary>Gets the numbers of the pictures that it is ranked among; null for those of its split or the whole catalog.</summary>
    public IReadOnlyList<int>? PictureCandidates { get; init; }

    /// <summary>Gets the words of the input, for a person to read; null where it has none.</summary>
    public string? Said { get; init; }
}
