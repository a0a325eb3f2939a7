using DialClip.Bot.Media;
using DialClip.Encoders.Imaging;

namespace DialClip.Benchmarks.Conversations;

/// <summary>Picture files of a fixed size and type, so that no turn reads a disk.</summary>
internal sealed class FixedPictures : IPictureFiles
{
    /// <inheritdoc/>
    public string? GetContentType(string catalogDigest, string file) => MediaTypes.Png;

    /// <inheritdoc/>
    public long GetLength(string catalogDigest, string file) => 1000;

    /// <inheritdoc/>
    public PictureFacts ReadHeader(string catalogDigest, string file) =>
        new(64, 64, IsOpaque: false, IsAnimated: false);
}
