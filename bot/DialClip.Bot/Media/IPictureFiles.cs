using DialClip.Artifacts;
using DialClip.Encoders.Imaging;

namespace DialClip.Bot.Media;

/// <summary>Knows what the picture files of a catalog are like.</summary>
internal interface IPictureFiles
{
    /// <summary>Gets how many bytes a file has.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ArtifactException">The catalog lists no such file.</exception>
    long BytesOf(string catalogDigest, string file);

    /// <summary>Gets what a file's header says.</summary>
    /// <exception cref="InvalidOperationException">The catalog is not loaded.</exception>
    /// <exception cref="ImageFormatException">It is no usable picture.</exception>
    /// <exception cref="ArtifactException">It is missing or of another size than the manifest says.</exception>
    PictureFacts FactsOf(string catalogDigest, string file);
}
