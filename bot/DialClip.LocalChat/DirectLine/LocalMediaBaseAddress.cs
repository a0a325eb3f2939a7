using DialClip.Bot.Media;
using Microsoft.Bot.Schema;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Provides the host's own address on this machine as the base address of pictures, for activities of clients on this
/// machine: the local chat, or an emulator.
/// </summary>
internal sealed class LocalMediaBaseAddress(ServerAddress address) : IMediaBaseAddressProvider
{
    /// <inheritdoc/>
    public Uri? GetBaseAddress(IActivity activity) =>
        Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var service) && Caller.IsLoopbackName(service.Host)
            ? new Uri(address.GetOrigin(), "/media/")
            : null;
}
