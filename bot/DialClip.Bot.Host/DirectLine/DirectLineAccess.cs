using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Says what a request may do.</summary>
internal sealed class DirectLineAccess(DirectLineTokens tokens, IOptions<DirectLineOptions> options)
{
    private const string Scheme = "Bearer ";

    /// <summary>Tells whether the caller may have a token.</summary>
    public bool MayHaveToken(HttpRequest request) =>
        options.Value.Secret.Length == 0 || (Bearer(request) is { } shown && IsSecret(shown));

    /// <summary>Tells whether the caller may see what belongs to no conversation: everybody on this machine, elsewhere who holds a token.</summary>
    public bool MayLook(HttpRequest request) =>
        MayHaveToken(request) || (Bearer(request) is { } shown && tokens.Read(shown, stream: false) is not null);

    /// <summary>Reads the request's token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="conversation">The conversation that the token must be for; null for any.</param>
    /// <param name="refusal">The answer when there is no such token.</param>
    public DirectLineTokens.Content? Read(HttpRequest request, string? conversation, out IResult? refusal)
    {
        if (Bearer(request) is not { } shown)
        {
            refusal = Failure.Of(
                StatusCodes.Status401Unauthorized,
                "Unauthorized",
                "A token is missing; send it as 'Authorization: Bearer TOKEN'."
            );
            return null;
        }
        var content = tokens.Read(shown, stream: false);
        if (content is null)
            refusal = Failure.Of(
                StatusCodes.Status403Forbidden,
                "TokenExpired",
                "The token has expired or is none of this host's; get a new one."
            );
        else if (conversation is not null && content.Conversation != conversation)
            refusal = Failure.Of(StatusCodes.Status403Forbidden, "Forbidden", "The token is for another conversation.");
        else
            refusal = null;
        return refusal is null ? content : null;
    }

    // Digests are of one length, so the comparison takes the same time however much of a guess is right.
    private bool IsSecret(string shown) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(shown)),
            SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Secret))
        );

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;
}
