using System.ComponentModel.DataAnnotations;
using Azure.Storage.Blobs;
using DialClip.Artifacts.Stores;
using DialClip.Shared.Blobs;

namespace DialClip.Bot.Storage;

/// <summary>Where conversations are kept, and how patiently.</summary>
public sealed class StorageOptions : IValidatableObject
{
    /// <summary>Gets or sets the kind of storage.</summary>
    /// <value>The default is Host: the storage that the bot has registered, or memory where it has none.</value>
    public StorageKind Kind { get; set; } = StorageKind.Host;

    /// <summary>Gets or sets the folder of a file storage.</summary>
    /// <value>The default is 'artifacts/run/state'.</value>
    public string Path { get; set; } = "artifacts/run/state";

    /// <summary>Gets or sets the container of a blob storage: its https address (with or without a SAS), or its name where a connection string is given.</summary>
    /// <value>The default is none.</value>
    public string? Container { get; set; }

    /// <summary>Gets or sets the connection string of the storage account; without one, the address's SAS or the process's Azure identity is used.</summary>
    /// <value>The default is none. Keep it out of files: set it as an environment variable.</value>
    public string? ConnectionString { get; set; }

    /// <summary>Gets or sets how often a failed request to a blob storage is tried again.</summary>
    /// <value>The default is 3.</value>
    [Range(0, 20)]
    public int Retries { get; set; } = 3;

    /// <summary>Gets or sets the wait before the first retry; each further one waits twice as long, with jitter.</summary>
    /// <value>The default is 0.2 seconds.</value>
    [Range(
        typeof(TimeSpan),
        "00:00:00",
        "00:01:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Gets or sets the longest wait before a retry, whatever the service asks for.</summary>
    /// <value>The default is 2 seconds.</value>
    [Range(
        typeof(TimeSpan),
        "00:00:00",
        "00:01:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long one request to a blob storage may take, and how long a file storage waits while another process writes.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(
        typeof(TimeSpan),
        "00:00:00.1",
        "00:01:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the settings of the container's client.</summary>
    internal BlobConnection Connection =>
        new(Container!, ConnectionString, Retries, RetryDelay, MaxRetryDelay, AttemptTimeout);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind == StorageKind.File && string.IsNullOrWhiteSpace(Path))
            yield return new ValidationResult(
                "'Path' is empty; expected the folder of the file storage.",
                [nameof(Path)]
            );
        if (Kind != StorageKind.Blob)
            yield break;
        var container = new ArtifactStoreOptions
        {
            Kind = ArtifactStoreKind.Blob,
            Container = Container,
            ConnectionString = ConnectionString,
        };
        foreach (var problem in container.Validate(validationContext))
            yield return problem;
        if (ConnectionString is not null && !IsReadable(ConnectionString))
            // The text itself is a secret, so the message does not repeat it.
            yield return new ValidationResult(
                "'ConnectionString' cannot be read; expected that of a storage account, such as 'DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...'.",
                [nameof(ConnectionString)]
            );
    }

    private static bool IsReadable(string connectionString)
    {
        try
        {
            _ = new BlobServiceClient(connectionString);
            return true;
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
