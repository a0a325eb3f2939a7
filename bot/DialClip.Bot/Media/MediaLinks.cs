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
    /// Creates the link for a message's channel: to the item's first file where the channel shows it, else to the first
    /// decodable file, else to a rendition of that.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// No base address is known, the catalog is no longer loaded, or the item has nothing that the channel shows.
    /// </exception>
    /// <exception cref="ArtifactException">The picture's file is missing.</exception>
    /// <exception cref="ImageFormatException">The picture's file is damaged.</exception>
    public MediaLink Create(CatalogItem item, string catalogDigest, Activity incoming)
    {
        var channel = ChannelMedia.For(incoming.ChannelId);
        var baseAddress = GetBaseAddress(incoming);
        var (rendition, extension) = Choose(item, catalogDigest, channel, incoming.ChannelId);
        var address = MediaAddress.Create(catalogDigest, rendition, item.Id, extension);
        return new(
            new(baseAddress, address.RelativePath + (signer.IsRequired ? signer.CreateQuery(address) : "")),
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
        var decodable = CatalogPictures.GetDecodableFile(item);
        foreach (var file in new[] { item.Media[0], decodable }.OfType<string>().Distinct(StringComparer.Ordinal))
            if (
                channel.CanShow(
                    MediaTypes.Get(file),
                    () => files.GetSize(catalogDigest, file),
                    () => files.GetFacts(catalogDigest, file)
                )
            )
                return (null, Path.GetExtension(file));
        if (decodable is null)
            throw new InvalidOperationException(
                $"Catalog item '{item.Id}' has only vector drawings, which channel '{channelId}' does not show. "
                    + "Add a picture that can be decoded, such as a PNG, to the catalog."
            );
        return (Rendition.Large.Name, files.GetFacts(catalogDigest, decodable).IsOpaque ? ".jpg" : ".png");
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
