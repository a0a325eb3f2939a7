using System.Net;
using DialClip.Training.Terminal;

namespace DialClip.Training.Hub;

/// <summary>Downloads a file, resuming an interrupted download; it gets its name once every byte is right.</summary>
/// <param name="client">The client, which retries requests; what breaks within a body is resumed here.</param>
/// <param name="progress">Is told of bytes and interruptions.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class FileDownload(HubClient client, IProgressSink progress, TimeProvider time)
{
    /// <summary>Downloads a file.</summary>
    /// <exception cref="HubException">The hub refuses, or attempts in a row brought nothing new.</exception>
    /// <exception cref="InvalidDataException">The content is not the announced one; it is deleted.</exception>
    public async Task RunAsync(
        Uri address,
        HubFile file,
        string folder,
        ProgressStage stage,
        CancellationToken cancellationToken
    )
    {
        var partial = new PartialFile(Path.Combine(folder, file.Name));
        var before = stage.Done;
        stage.Describe(file.Name);
        if (
            partial.Length < file.Size
            || !await IsRightAsync(partial.Path, file, cancellationToken).ConfigureAwait(false)
        )
        {
            if (partial.Length >= file.Size)
                partial.Discard();
            await DownloadAsync(address, file, partial, stage, before, cancellationToken).ConfigureAwait(false);
            await CheckAsync(partial, file, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            stage.Resume(before + file.Size);
        }

        partial.MoveIntoPlace();
    }

    /// <summary>Determines whether a file is the announced one; without a digest that cannot be known.</summary>
    public static async Task<bool> IsRightAsync(string path, HubFile file, CancellationToken cancellationToken) =>
        file.Digest is { } digest
        && new FileInfo(path) is { Exists: true } stored
        && stored.Length == file.Size
        && await digest.ComputeAsync(path, cancellationToken).ConfigureAwait(false) == digest.Hex;

    private async Task DownloadAsync(
        Uri address,
        HubFile file,
        PartialFile partial,
        ProgressStage stage,
        long before,
        CancellationToken cancellationToken
    )
    {
        var furthest = partial.Resume().Offset;
        var fruitless = 0;
        while (true)
        {
            try
            {
                await AppendAsync(address, file, partial, stage, before, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (HubException error) when (error.Failure == HubFailure.Interrupted)
            {
                // Bytes that no attempt before had brought begin the count of attempts anew.
                var offset = partial.Resume().Offset;
                fruitless = offset > furthest ? 0 : fruitless + 1;
                if (fruitless == client.Limits.Attempts)
                    throw;
                furthest = Math.Max(furthest, offset);
                progress.WriteLine($"{error.Message} Going on with '{file.Name}' at byte {offset}.");
            }

            await Task.Delay(client.Limits.WaitAfter(fruitless), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AppendAsync(
        Uri address,
        HubFile file,
        PartialFile partial,
        ProgressStage stage,
        long before,
        CancellationToken cancellationToken
    )
    {
        var requested = partial.Resume();
        using var response = await client.GetAsync(address, requested, cancellationToken).ConfigureAwait(false);
        var from = CheckAnswer(response, requested, file, partial);
        await using var body = await client.OpenBodyAsync(response, cancellationToken).ConfigureAwait(false);
        var length = from.Offset;
        stage.Resume(before + length);
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
                stage.Report(before + length);
            }
        }

        if (length < file.Size)
            throw new HubException(HubFailure.Interrupted, $"'{file.Name}' ended after {length} of {file.Size} bytes.");
        if (length == file.Size)
            return;
        partial.Discard();
        throw new InvalidDataException(
            $"The hub sends more than the {file.Size} bytes that it announced for '{file.Name}'. Nothing was kept; "
                + "try again, or another --endpoint."
        );
    }

    // Gets where the body of a response begins in the file.
    private static ResumePoint CheckAnswer(
        HttpResponseMessage response,
        ResumePoint requested,
        HubFile file,
        PartialFile partial
    )
    {
        var headers = response.Content.Headers;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            partial.Discard();
            throw new HubException(
                HubFailure.Interrupted,
                $"The hub cannot go on with '{file.Name}' at byte {requested.Offset}; it is started anew."
            );
        }

        if (response.StatusCode == HttpStatusCode.OK)
        {
            RequireLength(headers.ContentLength, file.Size, file);
            return ResumePoint.Start;
        }

        if (response.Headers.ETag is { } tag && !tag.Equals(requested.Tag))
        {
            partial.Discard();
            throw new HubException(HubFailure.Interrupted, $"'{file.Name}' changed on the hub; it is started anew.");
        }

        var range = headers.ContentRange;
        if (
            range is not { Unit: "bytes" }
            || range.From != requested.Offset
            || (range.HasLength && range.Length != file.Size)
        )
        {
            partial.Discard();
            throw new InvalidDataException(
                $"The hub was asked for '{file.Name}' from byte {requested.Offset} of {file.Size} on and answers with "
                    + $"'{range}'. What had come was thrown away; run the same command again."
            );
        }

        RequireLength(headers.ContentLength, file.Size - requested.Offset, file);
        return requested;
    }

    private static void RequireLength(long? announced, long expected, HubFile file)
    {
        if (announced is { } length && length != expected)
            throw new InvalidDataException(
                $"The hub announces {length} bytes for '{file.Name}', expected {expected} as it lists them. "
                    + "Try again, or another --endpoint."
            );
    }

    private static async Task CheckAsync(PartialFile partial, HubFile file, CancellationToken cancellationToken)
    {
        if (file.Digest is not { } expected)
            return;
        var digest = await expected.ComputeAsync(partial.Path, cancellationToken).ConfigureAwait(false);
        if (digest == expected.Hex)
            return;
        partial.Discard();
        throw new InvalidDataException(
            $"'{file.Name}' has {expected.KindName} {digest}, expected {expected.Hex}. It was thrown away; "
                + "run the same command again, or try another --endpoint."
        );
    }
}
