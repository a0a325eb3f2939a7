using Polly;

namespace DialClip.Training.Hub;

/// <summary>Downloads one file: goes on where it was interrupted, and puts the file into its place only when every byte is right.</summary>
internal sealed class FileDownload(HubClient client, PullLimits limits, ResiliencePipeline retry, IPullProgress progress, TimeProvider time)
{
    /// <summary>Downloads a file.</summary>
    /// <exception cref="PassingException">Attempts in a row brought nothing new; what has come is kept.</exception>
    /// <exception cref="InvalidDataException">The content is not the announced one; it is thrown away.</exception>
    public async Task RunAsync(Uri address, HubFile file, string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, file.Name);
        var partial = new PartialFile(path);
        progress.BeginFile(file.Name);
        if (partial.Length < file.Size || !await IsRightAsync(partial.Path, file, cancel).ConfigureAwait(false))
        {
            if (partial.Length >= file.Size)
                partial.Discard();
            var most = partial.Resume().Offset;
            while (!await retry.ExecuteAsync(async stop => await AttemptAsync(stop).ConfigureAwait(false), cancel).ConfigureAwait(false))
                await Task.Delay(limits.Delay, time, cancel).ConfigureAwait(false);
            await CheckAsync(partial, file, cancel).ConfigureAwait(false);

            // An attempt that broke off but brought bytes that no attempt before it did begins the count of attempts anew.
            async Task<bool> AttemptAsync(CancellationToken stop)
            {
                try
                {
                    await AppendAsync(address, file, partial, stop).ConfigureAwait(false);
                    return true;
                }
                catch (PassingException error) when (partial.Resume().Offset > most)
                {
                    most = partial.Resume().Offset;
                    progress.Note($"{error.Message} Going on with '{file.Name}' at byte {most}.");
                    return false;
                }
            }
        }
        partial.MoveIntoPlace();
    }

    /// <summary>Gets whether a file is the announced one; without a digest that cannot be known.</summary>
    public static async Task<bool> IsRightAsync(string path, HubFile file, CancellationToken cancel) =>
        file.Digest is { } digest && new FileInfo(path) is { Exists: true } found && found.Length == file.Size && await digest.OfAsync(path, cancel).ConfigureAwait(false) == digest.Hex;

    private async Task AppendAsync(Uri address, HubFile file, PartialFile partial, CancellationToken cancel)
    {
        using var guard = new StallGuard(limits.Stall, time, cancel);
        var asked = partial.Resume();
        using var response = await client.GetAsync(address, asked, guard).ConfigureAwait(false);
        var from = RangeAnswer.Check(response, asked, file, partial);
        await using var body = await guard.CallAsync(stop => new ValueTask<Stream>(response.Content.ReadAsStreamAsync(stop))).ConfigureAwait(false);
        var length = from.Offset;
        progress.Report(length, 0);
        await using (var to = partial.Open(from, response.Headers.ETag))
        {
            var buffer = new byte[1 << 17];
            while (length <= file.Size && await guard.CallAsync(stop => body.ReadAsync(buffer, stop)).ConfigureAwait(false) is var read and > 0)
            {
                length += read;
                if (length > file.Size)
                    break;
                await to.WriteAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
                progress.Report(length, read);
            }
        }
        if (length < file.Size)
            throw new PassingException($"'{file.Name}' ended after {length} of {file.Size} bytes.");
        if (length == file.Size)
            return;
        partial.Discard();
        throw new InvalidDataException($"The hub sends more than the {file.Size} bytes that it announced for '{file.Name}'. Nothing was kept; try again, or another --endpoint.");
    }

    private static async Task CheckAsync(PartialFile partial, HubFile file, CancellationToken cancel)
    {
        if (file.Digest is not { } digest || await digest.OfAsync(partial.Path, cancel).ConfigureAwait(false) is var found && found == digest.Hex)
            return;
        partial.Discard();
        throw new InvalidDataException($"'{file.Name}' has {digest.KindName} {found}, expected {digest.Hex}. It was thrown away; run the same command again, or try another --endpoint.");
    }
}
