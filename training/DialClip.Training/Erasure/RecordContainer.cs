using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using DialClip.Shared.Blobs;
using DialClip.Shared.Erasure;

namespace DialClip.Training.Erasure;

/// <summary>
/// The records in a container of Azure Blob Storage. A blob that a host changes meanwhile is read and changed again, so
/// hosts may run.
/// </summary>
/// <param name="connection">The container: the settings 'DialClip:Storage'.</param>
/// <param name="time">The clock of the waits between requests.</param>
internal sealed class RecordContainer(BlobConnection connection, TimeProvider time)
{
    // Names of records are readable; those of a bot's own keys are not.
    private const string Root = "dialclip/";
    private const int Attempts = 24;

    private readonly BlobContainerClient container = connection.Connect(new BlobClientOptions(), time);

    /// <summary>Erases from all records whose key begins with a prefix.</summary>
    /// <param name="prefix">What the keys begin with.</param>
    /// <param name="erase">Gets what is left of a record's JSON and features.</param>
    /// <param name="cancellationToken">Cancels the work between two blobs.</param>
    /// <returns>The findings, one a record; and the blobs that hold no record and were left alone.</returns>
    /// <exception cref="RequestFailedException">The storage refused or failed, or there is no container.</exception>
    public async Task<(List<UserErasure.Finding> Findings, List<string> Unread)> EraseAsync(
        string prefix,
        RecordErasure erase,
        CancellationToken cancellationToken
    )
    {
        var (findings, unread) = (new List<UserErasure.Finding>(), new List<string>());
        var blobs = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Root, cancellationToken);
        await foreach (var blob in blobs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var (isRead, finding) = await EraseAsync(
                    container.GetBlobClient(blob.Name),
                    prefix,
                    erase,
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (!isRead)
                unread.Add(blob.Name);
            else if (finding is { } found)
                findings.Add(found);
        }
        return (findings, unread);
    }

    private static async Task<(bool IsRead, UserErasure.Finding? Finding)> EraseAsync(
        BlobClient blob,
        string prefix,
        RecordErasure erase,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                var stored = (await blob.DownloadContentAsync(cancellationToken).ConfigureAwait(false)).Value;
                if (RecordDocument.Parse(stored.Content.ToString()) is not { } document)
                    return (false, null);
                if (!document.Key.StartsWith(prefix, StringComparison.Ordinal))
                    return (true, null);
                var (finding, changed) = document.Erase(erase);
                var unchanged = new BlobRequestConditions { IfMatch = stored.Details.ETag };
                if (finding == UserErasure.Finding.Whole)
                    await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, unchanged, cancellationToken)
                        .ConfigureAwait(false);
                else if (changed is not null)
                    await blob.UploadAsync(
                            BinaryData.FromBytes(changed),
                            new BlobUploadOptions
                            {
                                Conditions = unchanged,
                                HttpHeaders = new() { ContentType = stored.Details.ContentType },
                            },
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                return (true, finding);
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                // Its conversation has ended meanwhile.
                return (true, null);
            }
            catch (RequestFailedException error)
                when (error.Status == (int)HttpStatusCode.PreconditionFailed && attempt < Attempts)
            {
                // A host has changed it meanwhile.
            }
    }
}
