using DialClip.Artifacts;
using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing;
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
        var (rendition, extension) = Choose(item, catalogDigest, channel, incoming.ChannelId);
        var address = MediaAddress.Create(catalogDigest, rendition, item.Id, extension);
        return new(
            new(baseAddress, address.RelativePath + (signer.RequiresSignature ? signer.CreateQuery(address) : "")),
            MediaTypes.Get(extension)
        );
    }

    private (string? Rendition, string Extension) Choose(
        CatalogItem item,
        string catalogDigest,
        ChannelMedia channel,
        string? channelId
    )
    {
        var decodable = CatalogPictures.FindDecodableFile(item);
        foreach (var file in new[] { item.Media[0], decodable }.OfType<string>().Distinct(StringComparer.Ordinal))
            if (
                channel.CanShow(
                    MediaTypes.Get(file),
                    () => files.GetLength(catalogDigest, file),
                    () => files.ReadHeader(catalogDigest, file)
                )
            )
                return (null, Path.GetExtension(file));
        if (decodable is null)
            throw new InvalidOperationException(
                $"Catalog item '{item.Id}' has only vector drawings, which channel '{channelId}' does not show. "
                    + "Add a picture that can be decoded, such as a PNG, to the catalog."
            );
        return (Rendition.Large.Name, files.ReadHeader(catalogDigest, decodable).IsOpaque ? ".jpg" : ".png");
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
}
