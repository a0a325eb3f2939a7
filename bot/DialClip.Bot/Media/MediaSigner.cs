using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DialClip.Shared.Security;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Media;

/// <summary>
/// Signs and verifies links to pictures: HMAC-SHA256 over address and expiry. Links of a private catalog expire; others
/// are good for as long as their key, so that a client which keeps a message can show it years later.
/// </summary>
internal sealed class MediaSigner
{
    /// <summary>The query parameter of the expiry, in seconds since 1970.</summary>
    public const string Expires = "expires";

    /// <summary>The query parameter of the signature.</summary>
    public const string Signature = "signature";

    // Stands for an expiry; a link cannot name it, because an expiry has digits only.
    private const string Forever = "never";

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
                ? SecretKey.Decode(this.options.SigningKey)!
                : RandomNumberGenerator.GetBytes(OwnKeyBytes);
        previous =
            this.options.PreviousSigningKey.Length > 0 ? SecretKey.Decode(this.options.PreviousSigningKey) : null;
        if (this.options.Private && this.options.SigningKey.Length == 0)
            logger.LinksEndWithProcess();
    }

    /// <summary>Gets whether links have to be signed: those of a private catalog, and all with a key.</summary>
    public bool RequiresSignature => options.Private || options.SigningKey.Length > 0;

    /// <summary>
    /// Creates the query of a link to a picture: "?signature=…", and of a private catalog
    /// "?expires=1735689600&amp;signature=…".
    /// </summary>
    public string CreateQuery(MediaAddress address)
    {
        if (!options.Private)
            return $"?{Signature}={Sign(key, address, Forever)}";
        var step = Math.Min((long)LongestStep.TotalSeconds, (long)options.LinkLifetime.TotalSeconds);
        var end = time.GetUtcNow().ToUnixTimeSeconds() + (long)options.LinkLifetime.TotalSeconds;
        var expires = ((end + step - 1) / step * step).ToString(CultureInfo.InvariantCulture);
        return $"?{Expires}={expires}&{Signature}={Sign(key, address, expires)}";
    }

    /// <summary>Gets the remaining lifetime of a link; null when it is unsigned, changed or expired.</summary>
    /// <returns><see cref="TimeSpan.MaxValue"/> for a link that does not expire.</returns>
    public TimeSpan? GetRemainingLifetime(MediaAddress address, string? expires, string? signature)
    {
        if (signature is null)
            return null;
        if (expires is null)
            return !options.Private && IsSigned(address, Forever, signature) ? TimeSpan.MaxValue : null;
        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end))
            return null;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return IsSigned(address, expires, signature) && end > now ? TimeSpan.FromSeconds(end - now) : null;
    }

    private bool IsSigned(MediaAddress address, string expires, string signature) =>
        AreEqual(Sign(key, address, expires), signature)
        | (previous is not null && AreEqual(Sign(previous, address, expires), signature));

    // Unambiguous: the first part has a fixed length, the second no slash, and the last line only digits or a word.
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
