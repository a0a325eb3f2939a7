using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Issues and reads tokens; a token sees one conversation, and only until it expires.</summary>
/// <remarks>The keys live as long as the process, like the conversations that the tokens open.</remarks>
internal sealed class DirectLineTokens(IDataProtectionProvider protection, IOptions<DirectLineOptions> options, TimeProvider time)
{
    private static readonly TimeSpan StreamLifetime = TimeSpan.FromSeconds(60);

    private readonly IDataProtector protector = protection.CreateProtector("DialClip.DirectLine.v1");

    /// <summary>What a token says.</summary>
    /// <param name="Conversation">The conversation that it opens.</param>
    /// <param name="User">The user that it was issued for; null when the caller named none.</param>
    /// <param name="Expires">When it ends.</param>
    /// <param name="Stream">Whether it only opens a stream.</param>
    public sealed record Content(string Conversation, string? User, DateTimeOffset Expires, bool Stream);

    /// <summary>Makes a token.</summary>
    public string Issue(string conversation, string? user) => Protect(new(conversation, user, time.GetUtcNow() + options.Value.TokenLifetime, Stream: false));

    /// <summary>Makes what a stream's address carries; connecting has to begin within a minute.</summary>
    public string IssueStream(string conversation, string? user) => Protect(new(conversation, user, time.GetUtcNow() + StreamLifetime, Stream: true));

    /// <summary>Reads a token.</summary>
    /// <returns>What it says, or null when it is none of ours, has expired, or is of the other kind.</returns>
    public Content? Read(string token, bool stream)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(protector.Unprotect(token));
            return content is not null && content.Stream == stream && content.Expires > time.GetUtcNow() ? content : null;
        }
        catch (Exception error) when (error is CryptographicException or JsonException or FormatException)
        {
            // Whatever is wrong with it, it opens nothing.
            return null;
        }
    }

    private string Protect(Content content) => protector.Protect(JsonSerializer.Serialize(content));
}
