using DialClip.Artifacts.Stores;
using DialClip.Model;
using Microsoft.Extensions.Configuration;

namespace DialClip.Training.Catalogs;

/// <summary>The store and the model that a bot's settings name.</summary>
/// <param name="Store">The full path of the store's folder.</param>
/// <param name="Model">The backbone and the heads.</param>
internal sealed record CatalogSettings(string Store, ModelOptions Model)
{
    /// <summary>The settings file that is read when none is named.</summary>
    public const string DefaultFile = "appsettings.json";

    private const string DefaultStore = "model/store";

    /// <summary>Reads a settings file.</summary>
    /// <param name="file">The file; null for the one of the current folder, if it is there.</param>
    /// <param name="store">The folder of the store; null for the one that the settings name.</param>
    /// <exception cref="InvalidDataException">The file is missing, not valid, or names no local store.</exception>
    public static CatalogSettings Read(string? file, string? store)
    {
        if (file is not null && !File.Exists(file))
            throw new InvalidDataException($"There is no settings file '{file}'.");
        var path = Path.GetFullPath(file ?? DefaultFile);
        if (!File.Exists(path))
            return new(Path.GetFullPath(store ?? DefaultStore), new ModelOptions());
        var section = Load(path).GetSection("DialClip");
        var stored = section.GetSection("Store").Get<ArtifactStoreOptions>() ?? new ArtifactStoreOptions();
        if (store is null && stored.Kind != ArtifactStoreKind.File)
            throw new InvalidDataException(
                $"'DialClip:Store:Kind' in '{path}' is {stored.Kind}. Name a local folder with --store, and publish "
                    + "the catalog and its indexes from there with 'dialclip publish'."
            );
        return new(
            store is not null ? Path.GetFullPath(store) : Path.GetFullPath(stored.Path, Path.GetDirectoryName(path)!),
            section.GetSection("Model").Get<ModelOptions>() ?? new ModelOptions()
        );
    }

    private static IConfigurationRoot Load(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path).Build();
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"The settings '{path}' cannot be used: {error.Message}", error);
        }
    }
}
