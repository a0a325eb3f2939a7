using Azure.Identity;
using Azure.Storage.Blobs;

namespace DialClip.Shared.Blobs;

/// <summary>The address and the retries of an Azure blob container.</summary>
/// <param name="Container">
/// The container's https address (with or without a SAS), or its name where there is a connection string.
/// </param>
/// <param name="ConnectionString">
/// The connection string of the storage account; null for the address's SAS or the process's identity.
/// </param>
/// <param name="Retries">The retries of a failed request, 0 or more.</param>
/// <param name="RetryDelay">The wait before the first retry; each further one waits twice as long, with jitter.</param>
/// <param name="MaxRetryDelay">The longest wait before a retry.</param>
/// <param name="AttemptTimeout">The time limit of one request.</param>
internal sealed record BlobConnection(
    string Container,
    string? ConnectionString,
    int Retries,
    TimeSpan RetryDelay,
    TimeSpan MaxRetryDelay,
    TimeSpan AttemptTimeout
)
{
    /// <summary>Creates the client of the container; nothing is sent yet.</summary>
    /// <exception cref="FormatException">
    /// The connection string cannot be read; the message does not repeat it.
    /// </exception>
    public BlobContainerClient Connect(BlobClientOptions options, TimeProvider time)
    {
        options.RetryPolicy = new BlobRetryPolicy(BlobResilience.Create(this, time), AttemptTimeout);
        options.Retry.NetworkTimeout = AttemptTimeout;
        if (ConnectionString is null)
        {
            var address = new Uri(Container);
            return address.Query.Contains("sig=", StringComparison.Ordinal)
                ? new BlobContainerClient(address, options)
                : new BlobContainerClient(address, new DefaultAzureCredential(), options);
        }

        try
        {
            return new BlobContainerClient(ConnectionString, Container, options);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new FormatException(
                "The 'ConnectionString' of the store cannot be read; expected that of a storage account, such as "
                    + "'DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...'. "
                    + "Copy it again from the account's access keys.",
                error
            );
        }
    }
}
