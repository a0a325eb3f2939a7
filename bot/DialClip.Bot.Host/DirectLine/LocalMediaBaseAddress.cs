using DialClip.Bot.Host.Web;
using DialClip.Bot.Media;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>
/// Provides the host's own address on this machine as the base address of pictures, for activities of clients on this
/// machine: the local chat, or an emulator.
/// </summary>
internal sealed class LocalMediaBaseAddress(HostAddress address) : IMediaBaseAddressProvider
{
    /// <inheritdoc/>
    public Uri? GetBaseAddress(IActivity activity) =>
        Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var service) && Callers.IsLoopbackName(service.Host)
            ? new Uri(address.Origin(), "/media/")
            : null;
}
