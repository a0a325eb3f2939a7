using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.DirectLine;

/// <summary>Issuer and reader of tokens. A token opens one conversation until it expires.</summary>
/// <remarks>
/// The keys live as long as the process, like the conversations. So tokens hold times by its monotonic clock: a clock
/// that is set neither ends nor prolongs them.
/// </remarks>
internal sealed class DirectLineTokens(IOptions<DirectLineOptions> options, TimeProvider time)
{
    private static readonly TimeSpan StreamLifetime = TimeSpan.FromSeconds(60);

    // Of its own: the host's keys may be shared by machines and outlive the process.
    private readonly IDataProtector protector = new EphemeralDataProtectionProvider().CreateProtector(
        "DialClip.DirectLine.v3"
    );

    private readonly long start = time.GetTimestamp();

    /// <summary>The content of a token.</summary>
    /// <param name="Conversation">The conversation that it opens.</param>
    /// <param name="User">The user that it was issued for; null when nobody was named yet.</param>
    /// <param name="Begun">
    /// The time of the conversation's first token, counted from this issuer's creation; renewals end with the lifetime
    /// from there.
    /// </param>
    /// <param name="Expires">The time of expiry, counted likewise.</param>
    /// <param name="Stream">Whether it only opens a stream.</param>
    public sealed record Content(string Conversation, string? User, TimeSpan Begun, TimeSpan Expires, bool Stream);

    /// <summary>A token as its holder receives it.</summary>
    /// <param name="Token">The protected text.</param>
    /// <param name="Seconds">The seconds until it expires.</param>
    public sealed record Issued(string Token, int Seconds);

    private TimeSpan Now => time.GetElapsedTime(start);

    /// <summary>Issues the first token of a conversation.</summary>
    public Issued Issue(string conversation, string? user) =>
        Renew(new(conversation, user, Now, default, Stream: false));

    /// <summary>
    /// Issues a token for the same conversation and user that expires later, within the conversation's lifetime.
    /// </summary>
    public Issued Renew(Content content)
    {
        var now = Now;
        var (end, last) = (now + options.Value.TokenLifetime, content.Begun + options.Value.ConversationLifetime);
        var renewed = content with { Expires = end < last ? end : last, Stream = false };
        return new(Protect(renewed), (int)Math.Max(0, (renewed.Expires - now).TotalSeconds));
    }

    /// <summary>Issues the token in a stream's address, which expires after a minute.</summary>
    public string IssueStream(Content content) =>
        Protect(content with { Expires = Now + StreamLifetime, Stream = true });

    /// <summary>Reads a token.</summary>
    /// <returns>The content; null when the token is forged, expired, or of the other kind.</returns>
    public Content? Read(string token, bool stream)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(protector.Unprotect(token));
            return content is not null && content.Stream == stream && content.Expires > Now ? content : null;
        }
        catch (Exception error) when (error is CryptographicException or JsonException or FormatException)
        {
            // Forged or of an earlier process: it opens nothing.
            return null;
        }
    }

    private string Protect(Content content) => protector.Protect(JsonSerializer.Serialize(content));
}
