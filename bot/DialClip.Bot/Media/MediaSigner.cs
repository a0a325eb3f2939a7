using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Media;

/// <summary>Signs and verifies links to pictures of a private catalog: HMAC-SHA256 over address and expiry.</summary>
internal sealed class MediaSigner
{
    /// <summary>The query parameter of the expiry, in seconds since 1970.</summary>
    public const string Expires = "expires";

    /// <summary>The query parameter of the signature.</summary>
    public const string Signature = "signature";

    // 128 bits.
    private const int SignatureBytes = 16;
    private const int OwnKeyBytes = 32;

    // Links of one picture are equal for as long, so that a channel's cache can reuse them.
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
    public bool RequiresSignature => options.Private;

    /// <summary>Creates the query of a link to a picture, such as "?expires=1735689600&amp;signature=…".</summary>
    public string CreateQuery(MediaAddress address)
    {
        var step = Math.Min((long)LongestStep.TotalSeconds, (long)options.LinkLifetime.TotalSeconds);
        var end = time.GetUtcNow().ToUnixTimeSeconds() + (long)options.LinkLifetime.TotalSeconds;
        var expires = ((end + step - 1) / step * step).ToString(CultureInfo.InvariantCulture);
        return $"?{Expires}={expires}&{Signature}={Sign(key, address, expires)}";
    }

    /// <summary>Gets the remaining lifetime of a link; null when it is unsigned, changed or expired.</summary>
    public TimeSpan? GetRemainingLifetime(MediaAddress address, string? expires, string? signature)
    {
        if (
            expires is null
            || signature is null
            || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        )
            return null;
        var isValid =
            AreEqual(Sign(key, address, expires), signature)
            | (previous is not null && AreEqual(Sign(previous, address, expires), signature));
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return isValid && end > now ? TimeSpan.FromSeconds(end - now) : null;
    }

    // Unambiguous: the first part has a fixed length, the second no slash, and the last line only digits.
    private static string Sign(byte[] key, MediaAddress address, string expires)
    {
        var text = $"dialclip-media-1\n{address.Catalog}/{address.Rendition}/{address.File}\n{expires}";
        return WebEncoders.Base64UrlEncode(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, SignatureBytes)
        );
    }

    // Compared as text: base64 has several spellings of the same bytes.
    private static bool AreEqual(string expected, string actual) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));
}
