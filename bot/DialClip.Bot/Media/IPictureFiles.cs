using DialClip.Artifacts;
using DialClip.Encoders.Imaging;

namespace DialClip.Bot.Media;

/// <summary>Sizes and headers of the picture files of loaded catalogs.</summary>
internal interface IPictureFiles
{
    /// <summary>Gets the size of a file, in bytes.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ArtifactException">The catalog lists no such file.</exception>
    long GetSize(string catalogDigest, string file);

    /// <summary>Gets the facts of a file's header.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ImageFormatException">The file is no usable picture.</exception>
    /// <exception cref="ArtifactException">The file is missing or of another size than in the manifest.</exception>
    PictureFacts GetFacts(string catalogDigest, string file);
}
