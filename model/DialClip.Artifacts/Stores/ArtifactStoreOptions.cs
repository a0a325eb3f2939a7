using System.ComponentModel.DataAnnotations;
using DialClip.Shared.Blobs;

namespace DialClip.Artifacts.Stores;

/// <summary>The options of an artifact store.</summary>
public sealed class ArtifactStoreOptions : IValidatableObject
{
    /// <summary>Gets or sets the kind of store.</summary>
    /// <value>The default is File.</value>
    public ArtifactStoreKind Kind { get; set; } = ArtifactStoreKind.File;

    /// <summary>Gets or sets the folder of a file store.</summary>
    /// <value>The default is 'model/store'.</value>
    public string Path { get; set; } = "model/store";

    /// <summary>
    /// Gets or sets the container of a blob store: its https address (with or without a SAS), or its name where a
    /// connection string is given.
    /// </summary>
    /// <value>The default is none.</value>
    public string? Container { get; set; }

    /// <summary>
    /// Gets or sets the connection string of the storage account; without one, the address's SAS or the process's Azure
    /// identity is used.
    /// </summary>
    /// <value>The default is none. Keep it out of files: set it as an environment variable.</value>
    public string? ConnectionString { get; set; }

    /// <summary>Gets or sets the cache folder for copies of a blob store's artifacts.</summary>
    /// <value>The default is 'artifacts/cache'.</value>
    [Required]
    public string CacheFolder { get; set; } = "artifacts/cache";

    /// <summary>Gets or sets the maximum number of retries of a failed request to a blob store.</summary>
    /// <value>The default is 5.</value>
    [Range(0, 20)]
    public int Retries { get; set; } = 5;

    /// <summary>
    /// Gets or sets the wait before the first retry; each further one waits twice as long, with jitter.
    /// </summary>
    /// <value>The default is half a second.</value>
    [Range(
        typeof(TimeSpan),
        "00:00:00",
        "00:01:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Gets or sets the longest wait before a retry, whatever the service asks for.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(
        typeof(TimeSpan),
        "00:00:00",
        "00:10:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the time limit of one request to a blob store.</summary>
    /// <value>The default is 100 seconds.</value>
    [Range(
        typeof(TimeSpan),
        "00:00:01",
        "01:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind != ArtifactStoreKind.File)
            return BlobContainerSettings.Validate(Container, ConnectionString);
        return string.IsNullOrWhiteSpace(Path)
            ? [new("'Path' is empty; expected the folder of the file store.", [nameof(Path)])]
            : [];
    }
}
