using Microsoft.Bot.Schema;

namespace DialClip.Bot.Media;

/// <summary>Provides the base address of pictures for activities while 'DialClip:Media:BaseUrl' is empty.</summary>
/// <remarks>
/// For hosts whose address is known only once they listen, or differs by channel. An activity's own service address is
/// no such address: it names the channel's connector.
/// </remarks>
public interface IMediaBaseAddressProvider
{
    /// <summary>Gets the absolute address, with a slash at its end, below which the sender of an activity fetches
    /// pictures, such as http://127.0.0.1:5000/media/.</summary>
    /// <param name="activity">The incoming activity; its content is untrusted.</param>
    /// <returns>The address; null where this provider has none for the activity.</returns>
    Uri? GetBaseAddress(IActivity activity);
}
