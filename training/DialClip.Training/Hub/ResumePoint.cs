using System.Net.Http.Headers;

namespace DialClip.Training.Hub;

/// <summary>The point at which a download goes on.</summary>
/// <param name="Offset">The number of bytes that are there; 0 starts anew.</param>
/// <param name="Tag">The strong ETag of the content of those bytes; given whenever the offset is above 0.</param>
internal readonly record struct ResumePoint(long Offset, EntityTagHeaderValue? Tag)
{
    /// <summary>Gets the beginning of the file.</summary>
    public static ResumePoint Start => default;
}
