using System.Net;

namespace DialClip.Training.Hub;

/// <summary>Says what an answer to a request for the rest of a file means.</summary>
internal static class RangeAnswer
{
    /// <summary>Gets where the answer's body begins.</summary>
    /// <exception cref="PassingException">The part that is there cannot be gone on with; it was thrown away.</exception>
    /// <exception cref="InvalidDataException">The answer contradicts the listing or the request.</exception>
    public static ResumePoint Check(HttpResponseMessage response, ResumePoint asked, HubFile file, PartialFile partial)
    {
        var headers = response.Content.Headers;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            partial.Discard();
            throw new PassingException($"The hub cannot go on with '{file.Name}' at byte {asked.Offset}; it is started anew.");
        }
        if (response.StatusCode == HttpStatusCode.OK)
            return headers.ContentLength is { } all && all != file.Size ? throw WrongLength(file, all, file.Size) : ResumePoint.Start;
        if (response.Headers.ETag is { } tag && !tag.Equals(asked.Tag))
        {
            partial.Discard();
            throw new PassingException($"'{file.Name}' changed on the hub; it is started anew.");
        }
        var range = headers.ContentRange;
        if (range is not { Unit: "bytes" } || range.From != asked.Offset || (range.HasLength && range.Length != file.Size))
        {
            partial.Discard();
            throw new InvalidDataException($"The hub was asked for '{file.Name}' from byte {asked.Offset} of {file.Size} on and answers with '{range}'. What had come was thrown away; run the same command again.");
        }
        return headers.ContentLength is { } rest && rest != file.Size - asked.Offset ? throw WrongLength(file, rest, file.Size - asked.Offset) : asked;
    }

    private static InvalidDataException WrongLength(HubFile file, long found, long expected) =>
        new($"The hub announces {found} bytes for '{file.Name}', expected {expected} as it lists them. Try again, or another --endpoint.");
}
