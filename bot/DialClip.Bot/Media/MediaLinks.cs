using System.Collections.Immutable;
using DialClip.Artifacts;
using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Media;

/// <summary>
/// Creates the links to pictures: base / first 12 digits of the catalog's digest / [rendition /] item id . extension.
/// </summary>
internal sealed class MediaLinks(
    IOptions<MediaOptions> options,
    MediaSigner signer,
    IPictureFiles files,
    IEnumerable<IMediaBaseAddressProvider> addressProviders
)
{
    /// <summary>
    /// Creates the link to an item's picture for the message's channel: to its first file, else to the first that can
    /// be decoded, else to a rendition of that.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// No base address is known, the catalog is no longer loaded, or the channel shows none of the item's files.
    /// </exception>
    /// <exception cref="ArtifactException">The picture's file is missing.</exception>
    /// <exception cref="ImageFormatException">The picture's file is damaged.</exception>
    public MediaLink Create(CatalogItem item, string catalogDigest, Activity incoming)
    {
        var channel = ChannelMedia.Get(incoming.ChannelId);
        var baseAddress = GetBaseAddress(incoming);
        var (rendition, extension, contentType) = Choose(item, catalogDigest, channel, incoming.ChannelId);
        var address = MediaAddress.Create(catalogDigest, rendition, item.Id, extension);
        return new(
            new(baseAddress, address.RelativePath + (signer.RequiresSignature ? signer.CreateQuery(address) : "")),
            contentType
        );
    }

    private (string? Rendition, string Extension, string ContentType) Choose(
        CatalogItem item,
        string catalogDigest,
        ChannelMedia channel,
        string? channelId
    )
    {
        foreach (var file in GetPreferred(item, catalogDigest))
            if (
                files.GetContentType(catalogDigest, file) is { } type
                && Path.HasExtension(file)
                // A client that is told of one type and reads another in the address may show neither.
                && (channel.MaxBytes is null || MediaTypes.HasExtension(file, type))
                && channel.CanShow(
                    type,
                    () => files.GetLength(catalogDigest, file),
                    () => files.ReadHeader(catalogDigest, file)
                )
            )
                return (null, Path.GetExtension(file), type);
        if (files.FindDecodableFile(catalogDigest, item) is not { } decodable)
            throw new InvalidOperationException(
                $"Catalog item '{item.Id}' has no file that channel '{channelId}' shows and none that can be decoded. "
                    + "Add a picture such as a PNG to the catalog."
            );
        return files.ReadHeader(catalogDigest, decodable).IsOpaque
            ? (Rendition.Large.Name, ".jpg", MediaTypes.Jpeg)
            : (Rendition.Large.Name, ".png", MediaTypes.Png);
    }

    private IEnumerable<string> GetPreferred(CatalogItem item, string catalogDigest)
    {
        yield return item.Media[0];
        if (files.FindDecodableFile(catalogDigest, item) is { } decodable && decodable != item.Media[0])
            yield return decodable;
    }

    // Never the activity's service address: on Microsoft's own channels it names Microsoft's host.
    private Uri GetBaseAddress(Activity incoming)
    {
        if (options.Value.BaseUrl is { Length: > 0 } configured)
            return new(configured.EndsWith('/') ? configured : configured + "/");
        return addressProviders.Select(provider => provider.GetBaseAddress(incoming)).OfType<Uri>().FirstOrDefault()
            ?? throw new InvalidOperationException(
                $"No address is known under which channel '{incoming.ChannelId}' can fetch pictures. "
                    + "Set 'DialClip:Media:BaseUrl' to the https address of this host, such as "
                    + "https://bot.example/media/."
            );
    }

    /// <summary>The picture formats and limits of a channel; a picture beyond them is sent as a rendition.</summary>
    /// <param name="Types">The content types that the channel shows.</param>
    /// <param name="MaxEdge">The most pixels of a side; null where none is known.</param>
    /// <param name="MaxBytes">The most bytes; null where none is known.</param>
    private sealed record ChannelMedia(ImmutableHashSet<string> Types, int? MaxEdge, long? MaxBytes)
    {
        // Browsers show every type that a catalog holds.
        private static readonly ChannelMedia Browser = new(
            [MediaTypes.Svg, MediaTypes.Png, MediaTypes.Jpeg, MediaTypes.Gif, MediaTypes.WebP, MediaTypes.Bmp],
            null,
            null
        );

        // Up to 1024 x 1024 pixels and 1 MB; no animation (Microsoft's documentation of Teams).
        private static readonly ChannelMedia Teams = new(
            [MediaTypes.Png, MediaTypes.Jpeg, MediaTypes.Gif],
            Rendition.Large.MaxEdge,
            Rendition.Large.MaxBytes
        );

        // What mail programs and messengers all show; 5 MB is what Telegram, the strictest of them, fetches.
        private static readonly ChannelMedia Other = new(
            [MediaTypes.Png, MediaTypes.Jpeg, MediaTypes.Gif],
            null,
            5_000_000
        );

        /// <summary>Gets what a channel shows; of an unknown one, what all channels share.</summary>
        public static ChannelMedia Get(string? channelId) =>
            channelId?.ToLowerInvariant() switch
            {
                Channels.Directline or Channels.Webchat or Channels.Emulator or Channels.Test => Browser,
                Channels.Msteams => Teams,
                _ => Other,
            };

        /// <summary>Determines whether the channel shows a file without a rendition.</summary>
        /// <param name="contentType">The file's content type.</param>
        /// <param name="bytes">Gets the file's size; called only where the channel has a limit.</param>
        /// <param name="facts">Gets the file's header data; called only where the channel has a limit.</param>
        public bool CanShow(string contentType, Func<long> bytes, Func<PictureFacts> facts) =>
            Types.Contains(contentType)
            && (MaxBytes is null || bytes() <= MaxBytes)
            && (MaxEdge is null || facts() is { IsAnimated: false } picture && picture.Edge <= MaxEdge);
    }
}
