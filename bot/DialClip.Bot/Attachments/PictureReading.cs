using DialClip.Model.Imaging;

namespace DialClip.Bot.Attachments;

/// <summary>What became of the pictures of a message.</summary>
/// <param name="Picture">The first one that can be used, or null.</param>
/// <param name="Refused">Why those before it were not taken, in the order of the message.</param>
internal sealed record PictureReading(RgbImage? Picture, IReadOnlyList<PictureRefusal> Refused)
{
    /// <summary>Gets the reading of a message without pictures.</summary>
    public static PictureReading None { get; } = new(null, []);
}
