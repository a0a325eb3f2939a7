using System.ComponentModel.DataAnnotations;
using DialClip.Shared.Security;

namespace DialClip.Bot.Media;

/// <summary>The settings of picture links: address, signature, lifetime, cache.</summary>
public sealed class MediaOptions : IValidatableObject
{
    private const int KeyBytes = 32;

    /// <summary>
    /// Gets or sets the base address of pictures, such as https://bot.example/media/; http is accepted for this machine
    /// only.
    /// </summary>
    /// <value>
    /// The default is empty: an <see cref="IMediaBaseAddressProvider"/> may know an address; otherwise replies with
    /// pictures are not sent.
    /// </value>
    public string BaseUrl { get; set; } = "";

    /// <summary>Gets or sets whether pictures are served by signed links only.</summary>
    /// <value>The default is false: everybody who knows the address can fetch the picture.</value>
    public bool Private { get; set; }

    /// <summary>
    /// Gets or sets the lifetime of a signed link. A link may live up to an hour longer, so that links of one picture
    /// are equal for a while and can be cached.
    /// </summary>
    /// <value>The default is 1 day.</value>
    [Range(
        typeof(TimeSpan),
        "00:01:00",
        "365.00:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Gets or sets the key that signs links: base64 of at least 32 random bytes, the same for all processes that serve
    /// the catalog. Keep it out of files.
    /// </summary>
    /// <value>The default is empty: the process generates one, and its links end with the process.</value>
    public string SigningKey { get; set; } = "";

    /// <summary>Gets or sets the previous signing key; its links stay valid until they expire.</summary>
    /// <value>The default is empty.</value>
    public string PreviousSigningKey { get; set; } = "";

    /// <summary>Gets or sets the most bytes of renditions in memory.</summary>
    /// <value>The default is 67108864, 64 MiB.</value>
    [Range(2 * 1024 * 1024, int.MaxValue)]
    public int CacheBytes { get; set; } = 64 * 1024 * 1024;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl.Length > 0 && !IsBase(BaseUrl))
            yield return new(
                $"'BaseUrl' is '{BaseUrl}', expected an https address without query, such as "
                    + "https://bot.example/media/: channels fetch pictures by https alone. "
                    + "http is accepted for this machine only, such as http://localhost:5000/media/.",
                [nameof(BaseUrl)]
            );
        foreach (
            var (name, key) in new[]
            {
                (nameof(SigningKey), SigningKey),
                (nameof(PreviousSigningKey), PreviousSigningKey),
            }
        )
            if (SecretKey.Validate(name, key, KeyBytes) is { } problem)
                yield return problem;
        if (PreviousSigningKey.Length > 0 && SigningKey.Length == 0)
            yield return new(
                "'PreviousSigningKey' is set, but no 'SigningKey'; expected both, or neither.",
                [nameof(PreviousSigningKey)]
            );
    }

    private static bool IsBase(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0
        && uri.UserInfo.Length == 0;
}
