using System.Globalization;
using DialClip.Training.Terminal;

namespace DialClip.Training.Hub;

/// <summary>Downloads what import needs of a repository into a folder.</summary>
internal sealed class CheckpointPull : IDisposable
{
    private const int MaxListing = 32 << 20;

    private readonly PullRequest request;
    private readonly IProgressSink progress;
    private readonly HubClient client;
    private readonly FileDownload download;

    /// <summary>Creates a pull.</summary>
    /// <param name="request">What to pull, from where, to where.</param>
    /// <param name="limits">The timeouts and retries.</param>
    /// <param name="progress">Is told of files, bytes and retries.</param>
    /// <param name="time">The clock of waits and timeouts.</param>
    public CheckpointPull(PullRequest request, PullLimits limits, IProgressSink progress, TimeProvider time)
    {
        (this.request, this.progress) = (request, progress);
        client = new(request.Endpoint, request.Token, limits, progress, time);
        download = new(client, progress, time);
    }

    /// <summary>The outcome of a pull.</summary>
    /// <param name="Commit">The commit of all files.</param>
    /// <param name="Files">The files, also those that were there already.</param>
    /// <param name="HasVocabulary">Whether import finds a vocabulary among them.</param>
    internal sealed record Result(string Commit, IReadOnlyList<HubFile> Files, bool HasVocabulary);

    /// <summary>Gets what tells how many bytes are free where a folder lies.</summary>
    /// <value>The default asks the file system.</value>
    public Func<string, long> FreeSpace { private get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Pulls; files that are there already are kept, files that were begun are gone on with.</summary>
    /// <exception cref="IOException">The hub or the disk does not allow it.</exception>
    /// <exception cref="InvalidDataException">The repository is no checkpoint that import reads, or the hub sends what it did not announce.</exception>
    public async Task<Result> RunAsync(CancellationToken cancel)
    {
        try
        {
            progress.WriteLine($"Asking {request.Endpoint.Host} for {request.Repository} at '{request.Revision}'.");
            var listing = await ListAsync(cancel).ConfigureAwait(false);
            var selection = CheckpointSelection.Of(listing);
            if (selection.Stranger(request.Folder) is { } stranger)
                throw new InvalidDataException(
                    $"'{request.Folder}' already holds '{stranger}', which is no part of this checkpoint; 'dialclip import' would mix the two. Name another folder with --out."
                );
            Directory.CreateDirectory(request.Folder);
            if (selection.Index is { } index)
            {
                // The shards to come, and so the space that they need, stand in the index.
                await FetchAsync(listing, [index], cancel).ConfigureAwait(false);
                selection = selection.WithShards(request.Folder, listing);
            }
            await FetchAsync(listing, selection.Files, cancel).ConfigureAwait(false);
            return new(listing.Commit, selection.Files, selection.HasVocabulary);
        }
        catch (HubException error) when (error.Failure is HubFailure.Interrupted or HubFailure.Unavailable)
        {
            throw new IOException(
                $"{error.Message} What has come is kept: run the same command again to go on.",
                error
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<HubListing> ListAsync(CancellationToken cancellationToken)
    {
        var address = request.Endpoint.Listing(request.Repository, request.Revision);
        var json = await client.DownloadAsync(address, MaxListing, cancellationToken).ConfigureAwait(false);
        return HubListing.Parse(json);
    }

    private async Task FetchAsync(HubListing listing, IReadOnlyList<HubFile> files, CancellationToken cancel)
    {
        var missing = new List<HubFile>();
        foreach (var file in files)
        {
            var path = Path.Combine(request.Folder, file.Name);
            if (await FileDownload.IsRightAsync(path, file, cancel).ConfigureAwait(false))
                continue;
            if (File.Exists(path))
                progress.WriteLine($"'{file.Name}' is there, but is not known to be the hub's; fetching it again.");
            missing.Add(file);
        }
        var needed = missing.Sum(file =>
            Math.Max(0, file.Size - new PartialFile(Path.Combine(request.Folder, file.Name)).Length)
        );
        if (FreeSpace(request.Folder) is var free && needed > free)
            throw new IOException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{request.Folder}' has {free / 1e6:F1} MB free, expected {needed / 1e6:F1} MB or more. Make room, or name another disk with --out."
                )
            );
        if (missing.Count == 0)
            return;
        using var stage = progress.Start("Downloading", ProgressUnit.Megabytes, missing.Sum(file => file.Size));
        foreach (var file in missing)
        {
            var address = request.Endpoint.File(request.Repository, listing.Commit, file.Name);
            await download.RunAsync(address, file, request.Folder, stage, cancel).ConfigureAwait(false);
        }
    }
}
