using DialClip.Bot.Media;
using DialClip.Encoders.Imaging;

namespace DialClip.Bot.Tests.Turns;

/// <summary>Picture files that every channel shows as they are.</summary>
internal sealed class SmallPictures : IPictureFiles
{
    public long GetSize(string catalogDigest, string file) => 1000;

    public PictureFacts GetFacts(string catalogDigest, string file) => new(64, 64, IsOpaque: false, IsAnimated: false);
}
