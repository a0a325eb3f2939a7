using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Issues and reads tokens; a token sees one conversation, and only until it expires.</summary>
/// <remarks>The keys live as long as the process, like the conversations that the tokens open: one that outlived them would open nothing.</remarks>
internal sealed class DirectLineTokens(
    IDataProtectionProvider protection,
    IOptions<DirectLineOptions> options,
    TimeProvider time
)
{
    private static readonly TimeSpan StreamLifetime = TimeSpan.FromSeconds(60);

    private readonly IDataProtector protector = protection.CreateProtector("DialClip.DirectLine.v2");

    /// <summary>What a token says.</summary>
    /// <param name="Conversation">The conversation that it opens.</param>
    /// <param name="User">The user that it was issued for; null when nobody was named yet.</param>
    /// <param name="Begun">When the first token of the conversation was issued; no renewal outlasts its lifetime.</param>
    /// <param name="Expires">When it ends.</param>
    /// <param name="Stream">Whether it only opens a stream.</param>
    public sealed record Content(
        string Conversation,
        string? User,
        DateTimeOffset Begun,
        DateTimeOffset Expires,
        bool Stream
    );

    /// <summary>A token as its holder gets it.</summary>
    /// <param name="Token">What to show.</param>
    /// <param name="Seconds">How long it is good for.</param>
    public sealed record Issued(string Token, int Seconds);

    /// <summary>Makes the first token of a conversation.</summary>
    public Issued Issue(string conversation, string? user) =>
        Renew(new(conversation, user, time.GetUtcNow(), default, Stream: false));

    /// <summary>Makes a token for the same conversation and user that is good for longer, but never longer than a conversation can last.</summary>
    public Issued Renew(Content content)
    {
        var now = time.GetUtcNow();
        var (end, last) = (now + options.Value.TokenLifetime, content.Begun + options.Value.ConversationLifetime);
        var renewed = content with { Expires = end < last ? end : last, Stream = false };
        return new(Protect(renewed), (int)Math.Max(0, (renewed.Expires - now).TotalSeconds));
    }

    /// <summary>Makes what a stream's address carries; connecting has to begin within a minute.</summary>
    public string IssueStream(Content content) =>
        Protect(content with { Expires = time.GetUtcNow() + StreamLifetime, Stream = true });

    /// <summary>Reads a token.</summary>
    /// <returns>What it says, or null when it is none of ours, has expired, or is of the other kind.</returns>
    public Content? Read(string token, bool stream)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(protector.Unprotect(token));
            return content is not null && content.Stream == stream && content.Expires > time.GetUtcNow()
                ? content
                : null;
        }
        catch (Exception error) when (error is CryptographicException or JsonException or FormatException)
        {
            // Whatever is wrong with it, it opens nothing.
            return null;
        }
    }

    private string Protect(Content content) => protector.Protect(JsonSerializer.Serialize(content));
}
