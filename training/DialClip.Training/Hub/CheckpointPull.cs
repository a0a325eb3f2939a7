using System.Globalization;
using DialClip.Training.Terminal;

namespace DialClip.Training.Hub;

/// <summary>Downloads the files of a repository that import needs.</summary>
internal sealed class CheckpointPull : IDisposable
{
    private const int MaxListing = 32 << 20;

    private readonly Request request;
    private readonly IProgressSink progress;
    private readonly HubClient client;

    /// <summary>Creates a pull.</summary>
    /// <param name="request">The repository and the target.</param>
    /// <param name="retry">The timeouts and retries.</param>
    /// <param name="progress">Receives the progress, and a line for every retry.</param>
    /// <param name="time">The clock of delays and timeouts.</param>
    public CheckpointPull(Request request, HubRetryOptions retry, IProgressSink progress, TimeProvider time)
    {
        (this.request, this.progress) = (request, progress);
        client = new(request.Endpoint, request.Token, retry, progress, time);
    }

    /// <summary>The repository and the target of a pull.</summary>
    /// <param name="Endpoint">The hub.</param>
    /// <param name="Repository">The repository.</param>
    /// <param name="Revision">A branch, tag, commit or pull request.</param>
    /// <param name="Folder">The folder that receives the checkpoint.</param>
    /// <param name="Token">An access token; null for anonymous access.</param>
    internal sealed record Request(
        HubEndpoint Endpoint,
        HubRepository Repository,
        string Revision,
        string Folder,
        string? Token
    )
    {
        // A record's own text would put the token into logs.
        /// <inheritdoc/>
        public override string ToString() => $"{Repository} at {Revision} from {Endpoint.Host} to {Folder}";
    }

    /// <summary>The outcome of a pull.</summary>
    /// <param name="Commit">The commit of all files.</param>
    /// <param name="Files">The files, including those that were not downloaded again.</param>
    /// <param name="HasVocabulary">Whether import finds a vocabulary among them.</param>
    internal sealed record Result(string Commit, IReadOnlyList<HubFile> Files, bool HasVocabulary);

    /// <summary>Gets the function that computes the free bytes of a folder's disk.</summary>
    /// <value>The default asks the file system.</value>
    public Func<string, long> FreeSpace { private get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Pulls; skips files that are complete, and resumes partial ones.</summary>
    /// <exception cref="IOException">The hub or the disk fails.</exception>
    /// <exception cref="InvalidDataException">
    /// The repository is no checkpoint that import reads, or the hub sends other content than it lists.
    /// </exception>
    public async Task<Result> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            progress.WriteLine($"Asking {request.Endpoint.Host} for {request.Repository} at '{request.Revision}'.");
            var address = request.Endpoint.GetListing(request.Repository, request.Revision);
            var json = await client.DownloadAsync(address, MaxListing, cancellationToken).ConfigureAwait(false);
            var listing = HubListing.Parse(json);
            var selection = CheckpointSelection.Create(listing);
            if (selection.FindUnexpectedFile(request.Folder) is { } unexpected)
                throw new InvalidDataException(
                    $"'{request.Folder}' already holds '{unexpected}', which is not part of this checkpoint; "
                        + "'dialclip import' would mix the two. Name another folder with --out."
                );
            Directory.CreateDirectory(request.Folder);
            if (selection.Index is { } index)
            {
                // The index names the shards, and so the space that they need.
                await DownloadAsync(listing.Commit, [index], cancellationToken).ConfigureAwait(false);
                selection = selection.WithShards(request.Folder, listing);
            }

            await DownloadAsync(listing.Commit, selection.Files, cancellationToken).ConfigureAwait(false);
            return new(listing.Commit, selection.Files, selection.HasVocabulary);
        }
        catch (HubException error) when (error.Failure is HubFailure.Interrupted or HubFailure.Unavailable)
        {
            throw new IOException(
                $"{error.Message} The received part is kept: run the same command again to resume.",
                error
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task DownloadAsync(string commit, IReadOnlyList<HubFile> files, CancellationToken cancellationToken)
    {
        var missing = new List<HubFile>();
        foreach (var file in files)
        {
            var path = Path.Combine(request.Folder, file.Name);
            if (await file.IsAtAsync(path, cancellationToken).ConfigureAwait(false))
                continue;
            if (File.Exists(path))
                progress.WriteLine($"'{file.Name}' exists, but its content is not verified; downloading it again.");
            missing.Add(file);
        }

        CheckFreeSpace(missing);
        if (missing.Count == 0)
            return;
        using var stage = progress.Start("Downloading", ProgressUnit.Megabytes, missing.Sum(file => file.Size));
        foreach (var file in missing)
        {
            var address = request.Endpoint.GetFile(request.Repository, commit, file.Name);
            var download = new FileDownload(client, address, file, request.Folder, stage);
            await download.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void CheckFreeSpace(IEnumerable<HubFile> missing)
    {
        var needed = missing.Sum(file =>
            Math.Max(0, file.Size - new PartialFile(Path.Combine(request.Folder, file.Name)).Length)
        );
        if (FreeSpace(request.Folder) is var free && needed > free)
            throw new IOException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{request.Folder}' has {free / 1e6:F1} MB free, expected {needed / 1e6:F1} MB or more. "
                ) + "Make room, or name another disk with --out."
            );
    }
}
