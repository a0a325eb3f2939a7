using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DialClip.Shared.Settings;

/// <summary>
/// The folder that relative paths of settings are relative to: the one that was named, otherwise the host's content
/// root, otherwise (in programs without a host) the current folder.
/// </summary>
internal sealed class BaseFolder
{
    private readonly string? named;

    private BaseFolder(string? named) => this.named = named;

    /// <summary>Creates it.</summary>
    /// <param name="folder">The folder; null where none is named. A relative one is below the current folder.</param>
    public static BaseFolder Create(string? folder) => new(folder is null ? null : Path.GetFullPath(folder));

    /// <summary>Gets the full path of the folder.</summary>
    public string Resolve(IServiceProvider services) =>
        named ?? Path.GetFullPath(services.GetService<IHostEnvironment>()?.ContentRootPath ?? ".");
}
