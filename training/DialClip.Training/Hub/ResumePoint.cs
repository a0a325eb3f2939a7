using System.Net.Http.Headers;

namespace DialClip.Training.Hub;

/// <summary>Where a download goes on.</summary>
/// <param name="Offset">Bytes that are there; 0 starts anew.</param>
/// <param name="Tag">The strong ETag of the content that those bytes belong to; there whenever the offset is above 0.</param>
internal readonly record struct ResumePoint(long Offset, EntityTagHeaderValue? Tag)
{
    public static ResumePoint Start => default;
}
