using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Media;

/// <summary>Signs links to pictures of a private catalog, and checks them: HMAC-SHA256 over what the address names and when the link expires.</summary>
internal sealed class MediaSigner
{
    /// <summary>The query's name for when a link expires, in seconds since 1970.</summary>
    public const string Expires = "expires";

    /// <summary>The query's name for the signature.</summary>
    public const string Signature = "signature";

    // 128 bits.
    private const int SignatureBytes = 16;
    private const int OwnKeyBytes = 32;

    // A link for the same picture stays the same for as long, so that a channel's cache knows it again.
    private static readonly TimeSpan LongestStep = TimeSpan.FromHours(1);

    private readonly MediaOptions options;
    private readonly TimeProvider time;
    private readonly byte[] key;
    private readonly byte[]? previous;

    public MediaSigner(IOptions<MediaOptions> options, TimeProvider time, ILogger<MediaSigner> logger)
    {
        (this.options, this.time) = (options.Value, time);
        key =
            this.options.SigningKey.Length > 0
                ? MediaOptions.Decode(this.options.SigningKey)!
                : RandomNumberGenerator.GetBytes(OwnKeyBytes);
        previous =
            this.options.PreviousSigningKey.Length > 0 ? MediaOptions.Decode(this.options.PreviousSigningKey) : null;
        if (this.options.Private && this.options.SigningKey.Length == 0)
            logger.LinksEndWithProcess();
    }

    /// <summary>Gets whether links have to be signed.</summary>
    public bool IsNeeded => options.Private;

    /// <summary>Gets the query of a link to a picture, such as "?expires=1735689600&amp;signature=…".</summary>
    public string Query(MediaAddress address)
    {
        var step = Math.Min((long)LongestStep.TotalSeconds, (long)options.LinkLifetime.TotalSeconds);
        var end = time.GetUtcNow().ToUnixTimeSeconds() + (long)options.LinkLifetime.TotalSeconds;
        var expires = ((end + step - 1) / step * step).ToString(CultureInfo.InvariantCulture);
        return $"?{Expires}={expires}&{Signature}={Sign(key, address, expires)}";
    }

    /// <summary>Gets how long a link is still good for; null when it is not: not signed, changed, or expired.</summary>
    public TimeSpan? Remaining(MediaAddress address, string? expires, string? signature)
    {
        if (
            expires is null
            || signature is null
            || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        )
            return null;
        var genuine =
            Equal(Sign(key, address, expires), signature)
            | (previous is not null && Equal(Sign(previous, address, expires), signature));
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return genuine && end > now ? TimeSpan.FromSeconds(end - now) : null;
    }

    // The parts cannot run into each other: the first is of fixed length, the second has no slash, and the last line is digits alone.
    private static string Sign(byte[] key, MediaAddress address, string expires)
    {
        var text = $"dialclip-media-1\n{address.Catalog}/{address.Rendition}/{address.File}\n{expires}";
        return WebEncoders.Base64UrlEncode(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, SignatureBytes)
        );
    }

    // As text: one signature has one spelling.
    private static bool Equal(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
