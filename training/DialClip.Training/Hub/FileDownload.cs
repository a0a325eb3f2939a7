using System.Net;
using DialClip.Training.Terminal;

namespace DialClip.Training.Hub;

/// <summary>The resumable download of one file, which gets its name once its digest is verified.</summary>
/// <param name="client">The client, which retries requests.</param>
/// <param name="address">The address.</param>
/// <param name="file">The listed name, size and digest.</param>
/// <param name="folder">The folder that receives the file.</param>
/// <param name="stage">Receives the progress in bytes.</param>
internal sealed class FileDownload(HubClient client, Uri address, HubFile file, string folder, ProgressStage stage)
{
    private readonly PartialFile partial = new(Path.Combine(folder, file.Name));
    private readonly long doneBefore = stage.Done;

    /// <summary>Downloads the file.</summary>
    /// <exception cref="HubException">Access is denied, or attempts in a row brought no new byte.</exception>
    /// <exception cref="InvalidDataException">The content is not the listed one; it is deleted.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        stage.Describe(file.Name);
        if (await file.IsAtAsync(partial.Path, cancellationToken).ConfigureAwait(false))
        {
            stage.Resume(doneBefore + file.Size);
            partial.Complete();
            return;
        }

        if (partial.Length >= file.Size)
            partial.Delete();
        await client
            .RetryInterruptedAsync(ReceiveAsync, () => partial.GetResumePoint().Offset, cancellationToken)
            .ConfigureAwait(false);
        if (file.Digest is not null)
        {
            var digest = await file.ComputeDigestAsync(partial.Path, cancellationToken).ConfigureAwait(false);
            if (digest != file.Digest)
                throw Reject(
                    $"'{file.Name}' has {file.DigestName} {digest}, expected {file.Digest}. It was deleted; run "
                        + "the same command again, or try another --endpoint."
                );
        }

        partial.Complete();
    }

    private async Task<long> ReceiveAsync(CancellationToken cancellationToken)
    {
        var requested = partial.GetResumePoint();
        using var response = await client.GetAsync(address, requested, cancellationToken).ConfigureAwait(false);
        var from = CheckResponse(response, requested);
        await using var body = await client.OpenBodyAsync(response, cancellationToken).ConfigureAwait(false);
        var length = from.Offset;
        stage.Resume(doneBefore + length);
        await using (var target = partial.Open(from, response.Headers.ETag))
        {
            var buffer = new byte[1 << 17];
            while (
                length <= file.Size
                && await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0
            )
            {
                length += read;
                if (length > file.Size)
                    break;
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                stage.Report(doneBefore + length);
            }
        }

        if (length < file.Size)
            throw new HubException(HubFailure.Interrupted, $"'{file.Name}' ended after {length} of {file.Size} bytes.");
        return length == file.Size
            ? length
            : throw Reject(
                $"The hub sends more than the {file.Size} listed bytes of '{file.Name}'. Nothing was kept; try again, "
                    + "or another --endpoint."
            );
    }

    // Gets the offset of the response's body in the file.
    private PartialFile.ResumePoint CheckResponse(HttpResponseMessage response, PartialFile.ResumePoint requested)
    {
        var headers = response.Content.Headers;
        if (response.StatusCode == HttpStatusCode.OK)
        {
            CheckLength(headers.ContentLength, file.Size);
            return default;
        }

        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            throw StartOver($"The hub cannot send '{file.Name}' from byte {requested.Offset} on");
        if (response.Headers.ETag is { } tag && !tag.Equals(requested.Tag))
            throw StartOver($"'{file.Name}' changed on the hub");
        var range = headers.ContentRange;
        if (
            range is not { Unit: "bytes" }
            || range.From != requested.Offset
            || (range.HasLength && range.Length != file.Size)
        )
            throw Reject(
                $"The hub was asked for '{file.Name}' from byte {requested.Offset} of {file.Size} on and answers with "
                    + $"'{range}'. The received part was deleted; run the same command again."
            );
        CheckLength(headers.ContentLength, file.Size - requested.Offset);
        return requested;
    }

    private void CheckLength(long? announced, long expected)
    {
        if (announced is { } length && length != expected)
            throw new InvalidDataException(
                $"The hub announces {length} bytes for '{file.Name}', expected {expected} as it lists them. "
                    + "Try again, or another --endpoint."
            );
    }

    private HubException StartOver(string reason)
    {
        partial.Delete();
        return new(HubFailure.Interrupted, $"{reason}; starting over.");
    }

    private InvalidDataException Reject(string message)
    {
        partial.Delete();
        return new(message);
    }
}
