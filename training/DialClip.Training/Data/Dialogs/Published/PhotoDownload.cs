using DialClip.Encoders.Imaging;
using DialClip.Shared.IO;
using DialClip.Training.Hub;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Downloads photos by id, skipping those that exist; writes only files that decode.</summary>
/// <param name="client">The client, which retries.</param>
/// <param name="endpoint">The endpoint that serves SPLIT/ID.jpg.</param>
internal sealed class PhotoDownload(HubClient client, HubEndpoint endpoint)
{
    private const int MaxConcurrency = 8;
    private const int MaxBytes = 32 << 20;

    /// <summary>Downloads photos into a folder, each as ID.jpg.</summary>
    /// <param name="ids">The ids, "split/id" each.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">The stage that counts photos.</param>
    /// <param name="cancellationToken">Cancels the download; finished files stay.</param>
    /// <returns>The ids whose photo is not on the server, too large, or not decodable.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyList<string> ids,
        string folder,
        ProgressStage progress,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        await Parallel
            .ForEachAsync(
                ids,
                new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellationToken },
                async (id, itemToken) =>
                {
                    var path = Path.Combine(folder, id.Split('/')[^1] + ".jpg");
                    if (!File.Exists(path) && !await FetchAsync(id, path, itemToken).ConfigureAwait(false))
                        lock (missing)
                            missing.Add(id);
                    progress.Advance();
                }
            )
            .ConfigureAwait(false);
        return [.. missing];
    }

    private async Task<bool> FetchAsync(string id, string path, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = await client
                .DownloadAsync(endpoint.Combine(id + ".jpg"), MaxBytes, cancellationToken)
                .ConfigureAwait(false);
            ImageDecoder.Decode(bytes, limits: null, cancellationToken);
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
        await AtomicFile.WriteAllBytesAsync(path, bytes, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
