using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.DirectLine;

/// <summary>Authorization of requests by the secret or a token.</summary>
internal sealed class DirectLineAccess(DirectLineTokens tokens, IOptions<DirectLineOptions> options)
{
    /// <summary>The query parameter of a stream's address that carries its token.</summary>
    public const string StreamToken = "t";

    private const string Scheme = "Bearer ";

    /// <summary>Determines whether the caller may have a token issued.</summary>
    public bool CanIssueToken(HttpRequest request) => options.Value.Secret.Length == 0 || HasSecret(request);

    /// <summary>Determines whether there is a secret, and the caller shows it.</summary>
    public bool HasSecret(HttpRequest request) =>
        options.Value.Secret.Length > 0 && GetBearer(request) is { } secret && IsSecret(secret);

    /// <summary>Gets the content of the token that a request or a stream's address carries.</summary>
    /// <returns>The content; null when there is none, or it has expired or is forged.</returns>
    public DirectLineTokens.Content? FindToken(HttpRequest request) =>
        GetBearer(request) is { } bearer ? tokens.Read(bearer, stream: false)
        : request.Query[StreamToken].ToString() is { Length: > 0 } token ? tokens.Read(token, stream: true)
        : null;

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
