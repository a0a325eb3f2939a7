using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.DirectLine;

/// <summary>Authorization of requests by the secret or a token.</summary>
internal sealed class DirectLineAccess(DirectLineTokens tokens, IOptions<DirectLineOptions> options)
{
    private const string Scheme = "Bearer ";

    /// <summary>Determines whether the caller may have a token issued.</summary>
    public bool CanIssueToken(HttpRequest request) =>
        options.Value.Secret.Length == 0 || (GetBearer(request) is { } secret && IsSecret(secret));

    /// <summary>
    /// Determines whether the caller may see what belongs to no conversation: anyone without a secret, otherwise
    /// holders of the secret or a token.
    /// </summary>
    public bool CanReadCatalogs(HttpRequest request) =>
        CanIssueToken(request) || (GetBearer(request) is { } token && tokens.Read(token, stream: false) is not null);

    /// <summary>Authorizes a request by its token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="conversation">The conversation that the token must be for; null for any.</param>
    /// <param name="refusal">The response when there is no such token.</param>
    public DirectLineTokens.Content? Authorize(HttpRequest request, string? conversation, out IResult? refusal)
    {
        if (GetBearer(request) is not { } token)
        {
            refusal = ApiError.Create(
                StatusCodes.Status401Unauthorized,
                "Unauthorized",
                "A token is missing; send it as 'Authorization: Bearer TOKEN'."
            );
            return null;
        }
        var content = tokens.Read(token, stream: false);
        if (content is null)
            refusal = ApiError.Create(
                StatusCodes.Status403Forbidden,
                "TokenExpired",
                "The token has expired or is none of this host's; get a new one."
            );
        else if (conversation is not null && content.Conversation != conversation)
            refusal = ApiError.Create(
                StatusCodes.Status403Forbidden,
                "Forbidden",
                "The token is for another conversation."
            );
        else
            refusal = null;
        return refusal is null ? content : null;
    }

    // Digests have one length, so the comparison takes the same time however much of a guess is right.
    private bool IsSecret(string candidate) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(candidate)),
            SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Secret))
        );

    private static string? GetBearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;
}
