namespace DialClip.Training.Pretraining.Pictures;

/// <summary>A picture as the tower will see it: as the bot would, or augmented.</summary>
/// <param name="Source">The file, or ARCHIVE!FILE.</param>
/// <param name="Read">Reads its bytes.</param>
/// <param name="IsDrawing">Whether it is a sticker, whose background may change, instead of a photo.</param>
/// <param name="Augmentation">0 for the picture as it is, otherwise the number of a random change.</param>
/// <param name="Concept">The index of what it shows.</param>
internal sealed record PictureView(string Source, Func<byte[]> Read, bool IsDrawing, int Augmentation, int Concept);
