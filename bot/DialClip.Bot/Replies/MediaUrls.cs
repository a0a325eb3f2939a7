using DialClip.Model.Indexing;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Replies;

/// <summary>Says where a channel finds an item's picture: base / first 12 digits of the catalog's digest / item id . extension.</summary>
internal sealed class MediaUrls(IOptions<ReplyOptions> options)
{
    /// <summary>How many digits of the catalog's digest stand in an address.</summary>
    public const int DigestDigits = 12;

    /// <summary>Gets the address of the file that is preferred to show.</summary>
    /// <exception cref="InvalidOperationException">No base address is known.</exception>
    public Uri For(CatalogItem item, string catalogDigest, Activity activity)
    {
        var file = item.Media[0];
        return new(Base(activity), $"{catalogDigest[..DigestDigits]}/{Uri.EscapeDataString(item.Id)}{Path.GetExtension(file).ToLowerInvariant()}");
    }

    private Uri Base(Activity activity)
    {
        if (options.Value.MediaBaseUrl is { Length: > 0 } given)
            return new(given.EndsWith('/') ? given : given + "/");
        return Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var service)
            ? new(service, "/media/")
            : throw new InvalidOperationException("No address is known under which pictures are served: the activity has no service address. Set 'DialClip:Replies:MediaBaseUrl'.");
    }
}
