using System.ComponentModel.DataAnnotations;
using DialClip.Bot.Storage.Blobs;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host;

/// <summary>Options of the host's <see cref="IStorage"/>, in which conversations are stored.</summary>
internal sealed class StorageOptions : IValidatableObject
{
    private static readonly BlobStorageOptions Defaults = new();

    /// <summary>The kinds of storage.</summary>
    internal enum StorageKind
    {
        /// <summary>The memory of this process; conversations end with it.</summary>
        Memory,

        /// <summary>A folder of this machine.</summary>
        File,

        /// <summary>A container of Azure Blob Storage.</summary>
        Blob,
    }

    /// <summary>Gets or sets the kind of storage.</summary>
    public StorageKind Kind { get; set; } = StorageKind.Memory;

    /// <summary>Gets or sets the folder of a file storage, relative to the content root.</summary>
    public string Path { get; set; } = "artifacts/run/state";

    /// <inheritdoc cref="BlobStorageOptions.Container"/>
    public string? Container { get; set; }

    /// <inheritdoc cref="BlobStorageOptions.ConnectionString"/>
    public string? ConnectionString { get; set; }

    /// <inheritdoc cref="BlobStorageOptions.Retries"/>
    public int Retries { get; set; } = Defaults.Retries;

    /// <inheritdoc cref="BlobStorageOptions.RetryDelay"/>
    public TimeSpan RetryDelay { get; set; } = Defaults.RetryDelay;

    /// <inheritdoc cref="BlobStorageOptions.MaxRetryDelay"/>
    public TimeSpan MaxRetryDelay { get; set; } = Defaults.MaxRetryDelay;

    /// <summary>
    /// Gets or sets the timeout of a request, and of a write to a folder that another process has locked.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = Defaults.AttemptTimeout;

    /// <summary>Adds the storage that the section 'Storage' of the section names.</summary>
    public static void AddStorage(IServiceCollection services, IConfigurationSection section, string contentRoot)
    {
        services
            .AddOptions<StorageOptions>()
            .Configure(options => HostSettings.Bind(section.GetSection("Storage"), options))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IStorage>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
            var time = provider.GetService<TimeProvider>();
            return options.Kind switch
            {
                StorageKind.Blob => BlobStorage.Connect(options.ToBlobOptions(), time),
                StorageKind.File => new FileStorage(
                    System.IO.Path.Combine(contentRoot, options.Path),
                    options.AttemptTimeout,
                    time,
                    provider.GetRequiredService<ILogger<FileStorage>>()
                ),
                _ => new MemoryStorage(),
            };
        });
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var blob = ToBlobOptions();
        var results = new List<ValidationResult>();
        foreach (
            var name in new[] { nameof(Retries), nameof(RetryDelay), nameof(MaxRetryDelay), nameof(AttemptTimeout) }
        )
            Validator.TryValidateProperty(
                typeof(BlobStorageOptions).GetProperty(name)!.GetValue(blob),
                new ValidationContext(blob) { MemberName = name },
                results
            );
        // The binder takes any number.
        if (!Enum.IsDefined(Kind))
            results.Add(
                new($"'Kind' is '{Kind}', expected {string.Join(", ", Enum.GetNames<StorageKind>())}.", [nameof(Kind)])
            );
        if (Kind == StorageKind.File && string.IsNullOrWhiteSpace(Path))
            results.Add(new("'Path' is empty; expected the folder of the file storage.", [nameof(Path)]));
        return Kind == StorageKind.Blob ? results.Concat(blob.Validate(validationContext)) : results;
    }

    private BlobStorageOptions ToBlobOptions() =>
        new()
        {
            Container = Container,
            ConnectionString = ConnectionString,
            Retries = Retries,
            RetryDelay = RetryDelay,
            MaxRetryDelay = MaxRetryDelay,
            AttemptTimeout = AttemptTimeout,
        };
}
