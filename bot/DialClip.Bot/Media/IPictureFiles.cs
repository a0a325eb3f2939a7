using DialClip.Artifacts;
using DialClip.Encoders.Imaging;

namespace DialClip.Bot.Media;

/// <summary>The sizes and header data of a catalog's picture files.</summary>
internal interface IPictureFiles
{
    /// <summary>Gets the size of a file in bytes.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ArtifactException">The catalog lists no such file.</exception>
    long GetLength(string catalogDigest, string file);

    /// <summary>Reads a file's header.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ImageFormatException">The file is not a usable picture.</exception>
    /// <exception cref="ArtifactException">The file is missing, or its size is not the manifest's.</exception>
    PictureFacts ReadHeader(string catalogDigest, string file);
}
