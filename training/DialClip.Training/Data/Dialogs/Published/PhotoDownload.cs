using DialClip.Encoders.Imaging;
using DialClip.Shared.IO;
using DialClip.Training.Hub;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Downloads photos by their ids; those that are there already are not asked for again, and a photo appears only when it can be decoded.</summary>
/// <param name="client">The client, which retries.</param>
/// <param name="endpoint">Where photos lie as SPLIT/ID.jpg.</param>
internal sealed class PhotoDownload(HubClient client, HubEndpoint endpoint)
{
    private const int AtOnce = 8;
    private const int MaxBytes = 32 << 20;

    /// <summary>Downloads photos into a folder, each as ID.jpg.</summary>
    /// <param name="ids">"split/id" each.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Advances with every photo.</param>
    /// <param name="cancel">Ends the work; what has come stays.</param>
    /// <returns>The ids whose photo is gone from the server, too large, or no picture.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyList<string> ids,
        string folder,
        ProgressStage progress,
        CancellationToken cancel
    )
    {
        Directory.CreateDirectory(folder);
        var gone = new SortedSet<string>(StringComparer.Ordinal);
        await Parallel
            .ForEachAsync(
                ids,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
                async (id, stop) =>
                {
                    var path = Path.Combine(folder, id.Split('/')[^1] + ".jpg");
                    if (!File.Exists(path) && !await FetchAsync(id, path, stop).ConfigureAwait(false))
                        lock (gone)
                            gone.Add(id);
                    progress.Advance();
                }
            )
            .ConfigureAwait(false);
        return [.. gone];
    }

    private async Task<bool> FetchAsync(string id, string path, CancellationToken cancel)
    {
        byte[] bytes;
        try
        {
            bytes = await client.DownloadAsync(endpoint.Combine(id + ".jpg"), MaxBytes, cancel).ConfigureAwait(false);
            ImageDecoder.Decode(bytes);
        }
        catch (Exception error)
            when (error
                    is HubException { Failure: HubFailure.NotFound or HubFailure.Refused }
                        or ImageFormatException
                        or InvalidDataException
            )
        {
            return false;
        }
        await AtomicFile.WriteAllBytesAsync(path, bytes, cancel).ConfigureAwait(false);
        return true;
    }
}
