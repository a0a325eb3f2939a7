using System.Globalization;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Model.Indexing;
using DialClip.Shared.IO;
using DialClip.Training.Terminal;

namespace DialClip.Training.Catalogs;

/// <summary>
/// The versions of one catalog in a store: the numbers 1, 2, 3. Each is written beside them and gets its name at the
/// end, so that nobody finds one that is not whole, or has no index yet.
/// </summary>
internal sealed class CatalogVersions : IDisposable
{
    private readonly string name;
    private readonly string store;
    private readonly ArtifactLoader loader;
    private readonly FileStream writing;

    /// <summary>Opens the versions for writing.</summary>
    /// <param name="store">The folder of the store.</param>
    /// <param name="name">The catalog's name.</param>
    /// <param name="loader">Opens artifacts of the store.</param>
    /// <exception cref="InvalidDataException">Another process writes this catalog.</exception>
    public CatalogVersions(string store, string name, ArtifactLoader loader)
    {
        (this.store, this.name, this.loader) = (store, name, loader);
        Directory.CreateDirectory(Path.Combine(store, "catalogs"));
        var path = GetHidden("lock");
        try
        {
            writing = new(
                path,
                FileMode.OpenOrCreate,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            );
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new InvalidDataException(
                $"Another process writes catalog '{name}' in '{store}'. Wait for it, or end it.",
                error
            );
        }
        // What a killed process left.
        DeleteStaging();
    }

    /// <summary>Gets the catalog's reference in settings.</summary>
    public string Reference => "catalogs/" + name;

    /// <summary>Opens the versions that are there, the newest first.</summary>
    /// <param name="progress">Receives what cannot be opened.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidDataException">The catalog was not made from a folder.</exception>
    public async Task<IReadOnlyList<Catalog>> OpenAsync(IProgressSink progress, CancellationToken cancellationToken)
    {
        var opened = new List<Catalog>();
        foreach (var number in ListNumbers().OrderDescending())
        {
            try
            {
                opened.Add(
                    Catalog.Load(
                        await loader.OpenAsync(GetReference(number), null, cancellationToken).ConfigureAwait(false)
                    )
                );
            }
            catch (ArtifactException error)
            {
                progress.WriteLine($"Version {number} is not looked at: {error.Message}");
            }
        }
        if (opened.Exists(catalog => catalog.Folder.Properties<CatalogProperties>().Source != CatalogPlan.Source))
            throw new InvalidDataException(
                $"'{Reference}' in '{store}' was not made from a folder, and a folder's pictures would replace it. "
                    + "Choose another --name."
            );
        return opened;
    }

    /// <summary>Writes a plan's files and their manifest where nobody looks for them yet.</summary>
    /// <param name="plan">The files.</param>
    /// <param name="progress">Shows the progress.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidDataException">A picture has changed since it was checked.</exception>
    public async Task<StagedCatalog> StageAsync(
        CatalogPlan plan,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        var number = ListNumbers().DefaultIfEmpty().Max() + 1;
        var folder = GetHidden("next");
        Directory.CreateDirectory(Path.Combine(folder, "media"));
        await File.WriteAllBytesAsync(Path.Combine(folder, CatalogPlan.ItemsFile), plan.Items, cancellationToken)
            .ConfigureAwait(false);
        using (var stage = progress.Start("Copying pictures", new("pictures"), plan.Media.Count))
            foreach (var (path, picture) in plan.Media)
            {
                cancellationToken.ThrowIfCancellationRequested();
                File.Copy(picture.File.FullPath, Path.Combine(folder, path));
                stage.Advance();
            }
        var version = number.ToString(CultureInfo.InvariantCulture);
        var written = await ArtifactFolderWriter
            .WriteAsync(folder, name, version, plan.Properties, cancellationToken)
            .ConfigureAwait(false);
        return plan.FindDifference(written.Manifest) is { } changed
            ? throw new InvalidDataException(
                $"'{changed.File.Path}' has changed while the catalog was made. Run the command again."
            )
            : new(GetReference(number), Catalog.Load(written));
    }

    /// <summary>Gives a staged version its name: from now on readers find it.</summary>
    public void Publish(StagedCatalog staged)
    {
        var target = Path.Combine(store, staged.Reference);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Directory.Move(staged.Catalog.Folder.LocalPath, target);
    }

    public void Dispose()
    {
        DeleteStaging();
        writing.Dispose();
    }

    private IEnumerable<int> ListNumbers()
    {
        var folder = Path.Combine(store, Reference);
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
            yield return int.TryParse(
                Path.GetFileName(path),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : throw new InvalidDataException(
                    $"'{Reference}' has a version '{Path.GetFileName(path)}', and versions of a folder's catalog are "
                        + "numbers. Choose another --name."
                );
    }

    private string GetReference(int number) => string.Create(CultureInfo.InvariantCulture, $"{Reference}/{number}");

    private void DeleteStaging()
    {
        if (Directory.Exists(GetHidden("next")))
            Directory.Delete(GetHidden("next"), recursive: true);
    }

    // Beside the catalogs' folders, where references do not lead.
    private string GetHidden(string what) =>
        Path.Combine(store, "catalogs", $"{AtomicFile.TemporaryPrefix}{name}-{what}");
}
