using System.Collections.Immutable;
using DialClip.Encoders.Imaging;
using Microsoft.Bot.Connector;

namespace DialClip.Bot.Media;

/// <summary>The picture formats and limits of a channel; a picture beyond them is sent as a rendition.</summary>
/// <param name="Types">The supported content types.</param>
/// <param name="MaxEdge">The maximum length of a side, in pixels; null for no known limit.</param>
/// <param name="MaxBytes">The maximum size, in bytes; null for no known limit.</param>
internal sealed record ChannelMedia(ImmutableHashSet<string> Types, int? MaxEdge, long? MaxBytes)
{
    // Shown by a browser.
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

    // Supported by mail programs and messengers alike; Telegram, the strictest, fetches up to 5 MB.
    private static readonly ChannelMedia Other = new(
        [MediaTypes.Png, MediaTypes.Jpeg, MediaTypes.Gif],
        null,
        5_000_000
    );

    /// <summary>Gets the formats and limits of a channel; of an unknown one, those that all channels share.</summary>
    public static ChannelMedia For(string? channelId) =>
        channelId?.ToLowerInvariant() switch
        {
            Channels.Directline or Channels.Webchat or Channels.Emulator or Channels.Test => Browser,
            Channels.Msteams => Teams,
            _ => Other,
        };

    /// <summary>Determines whether the channel shows a file without a rendition.</summary>
    /// <param name="contentType">The file's content type.</param>
    /// <param name="getSize">Gets the size, in bytes; called only where there is a limit.</param>
    /// <param name="getFacts">Gets the facts of the header; called only where there is a limit.</param>
    public bool CanShow(string contentType, Func<long> getSize, Func<PictureFacts> getFacts) =>
        Types.Contains(contentType)
        && (MaxBytes is null || getSize() <= MaxBytes)
        && (MaxEdge is null || getFacts() is { IsAnimated: false } facts && facts.Edge <= MaxEdge);
}
