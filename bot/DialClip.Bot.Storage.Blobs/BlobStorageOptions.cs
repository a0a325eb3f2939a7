using System.ComponentModel.DataAnnotations;
using DialClip.Shared.Blobs;

namespace DialClip.Bot.Storage.Blobs;

/// <summary>Options of a <see cref="BlobStorage"/>: its container, and the retries and timeouts of requests.</summary>
public sealed class BlobStorageOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the container: its https address (with or without a SAS), or its name where a connection string is
    /// set.
    /// </summary>
    /// <value>The default is none; one is required.</value>
    public string? Container { get; set; }

    /// <summary>
    /// Gets or sets the connection string of the storage account. Without one, the address's SAS or the process's Azure
    /// identity is used.
    /// </summary>
    /// <value>The default is none. Keep it out of files: set it as an environment variable.</value>
    public string? ConnectionString { get; set; }

    /// <summary>Gets or sets the number of retries of a failed request.</summary>
    /// <value>The default is 3.</value>
    [Range(0, 20)]
    public int Retries { get; set; } = 3;

    /// <summary>
    /// Gets or sets the wait before the first retry; each further one waits twice as long, with jitter.
    /// </summary>
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

    /// <summary>Gets or sets the timeout of one request.</summary>
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
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        BlobContainerSettings.Validate(Container, ConnectionString);
}
