using DialClip.Bot.Media;
using DialClip.Encoders.Imaging;

namespace DialClip.Bot.Tests.Turns;

/// <summary>Picture files that every channel shows as they are.</summary>
internal sealed class SmallPictures : IPictureFiles
{
    public string? GetContentType(string catalogDigest, string file) =>
        Path.GetExtension(file) == ".svg" ? MediaTypes.Svg : MediaTypes.Png;

    public long GetLength(string catalogDigest, string file) => 1000;

    public PictureFacts ReadHeader(string catalogDigest, string file) =>
        new(64, 64, IsOpaque: false, IsAnimated: false);
}
