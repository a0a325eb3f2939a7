using System.Collections.Immutable;
using DialClip.Encoders.Imaging;
using Microsoft.Bot.Connector;

namespace DialClip.Bot.Media;

/// <summary>The picture formats and limits of a channel; a picture beyond them is sent as a rendition.</summary>
/// <param name="Types">The content types that the channel shows.</param>
/// <param name="MaxEdge">The most pixels of a side; null where none is known.</param>
/// <param name="MaxBytes">The most bytes; null where none is known.</param>
internal sealed record ChannelMedia(ImmutableHashSet<string> Types, int? MaxEdge, long? MaxBytes)
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

    /// <summary>Gets the formats and limits of a channel; of an unknown one, those that all channels share.</summary>
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
