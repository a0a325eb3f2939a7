using System.Net;
using System.Text;
using DialClip.Bot.Privacy;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;
using Microsoft.IdentityModel.Tokens;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host;

/// <summary>
/// The SDK's authentication, which also refuses a token that is malformed or signed by somebody else.
/// </summary>
/// <remarks>
/// CloudAdapter answers 401 to an <see cref="UnauthorizedAccessException"/> alone; for such tokens the SDK throws the
/// exceptions of Microsoft.IdentityModel, which would be answered with 500 and logged as errors of the host. An
/// activity that nobody could answer is refused here, too, once its sender is known.
/// </remarks>
internal sealed partial class BotAuthentication(
    IConfiguration configuration,
    IHttpClientFactory clients,
    ILogger<BotAuthentication> logger
) : ConfigurationBotFrameworkAuthentication(configuration, httpClientFactory: clients, logger: logger)
{
    private readonly ILogger log = logger;

    /// <inheritdoc/>
    public override async Task<AuthenticateRequestResult> AuthenticateRequestAsync(
        Activity activity,
        string authHeader,
        CancellationToken cancellationToken
    )
    {
        AuthenticateRequestResult result;
        try
        {
            result = await base.AuthenticateRequestAsync(activity, authHeader, cancellationToken).ConfigureAwait(false);
        }
        // The SDK throws an ArgumentException for what is no token at all.
        catch (Exception error) when (error is SecurityTokenException or ArgumentException)
        {
            LogMessageRefused(log, new(error.Message));
            throw new UnauthorizedAccessException("The message's token is not one of the Bot Framework.", error);
        }
        AnswerableActivity.Require(activity);
        return result;
    }

    [LoggerMessage(102, LogLevel.Warning, "A message to '/api/messages' was refused for its token: {Reason}")]
    private static partial void LogMessageRefused(ILogger logger, LogText reason);

    /// <summary>
    /// The check that an activity can be answered at all: the SDK sends replies to an address that is made of the ids
    /// of conversation and activity, and names the conversation in a header.
    /// </summary>
    internal static class AnswerableActivity
    {
        /// <summary>The most characters of an id; channels' own have some hundred.</summary>
        public const int MaxIdLength = 4096;

        /// <summary>Refuses an activity to which no reply could be sent, before a turn begins.</summary>
        /// <exception cref="BadHttpRequestException">
        /// The conversation's id is missing, too long or no printable ASCII, or the activity's id is too long; the
        /// status is 400.
        /// </exception>
        public static void Require(Activity activity)
        {
            ArgumentNullException.ThrowIfNull(activity);
            RequireLength("conversation.id", activity.Conversation?.Id);
            RequireLength("id", activity.Id);
            if (string.IsNullOrWhiteSpace(activity.Conversation?.Id))
                throw new BadHttpRequestException("'conversation.id' is missing; expected the id of a conversation.");
            var index = activity.Conversation.Id.AsSpan().IndexOfAnyExceptInRange(' ', '~');
            if (index >= 0)
                throw new BadHttpRequestException(
                    $"'conversation.id' has the character U+{(int)activity.Conversation.Id[index]:X4} at {index}, "
                        + "which no reply could name; expected printable ASCII."
                );
        }

        private static void RequireLength(string name, string? id)
        {
            if (id is { Length: > MaxIdLength })
                throw new BadHttpRequestException(
                    $"'{name}' has {id.Length} characters; expected {MaxIdLength} at most."
                );
        }
    }

    /// <summary>Endpoint filter that accepts messages of this machine only while the bot has no app id.</summary>
    /// <remarks>
    /// Without an app id the SDK authenticates nobody, and sends replies to any address that an activity names.
    /// </remarks>
    internal sealed class UnsignedMessages(IConfiguration configuration) : IEndpointFilter
    {
        private const int MaxBytes = 1024 * 1024;
        private const int MaxDepth = 32;

        // Headers that proxies, tunnels and browsers add: the request does not come from a program on this machine.
        private static readonly string[] ForeignHeaders = ["Forwarded", "Via", "X-Real-IP", "Origin", "Sec-Fetch-Site"];
        private static readonly string[] ForeignPrefixes = ["X-Forwarded-", "X-Original-"];

        /// <inheritdoc/>
        public async ValueTask<object?> InvokeAsync(
            EndpointFilterInvocationContext context,
            EndpointFilterDelegate next
        )
        {
            if (
                string.IsNullOrWhiteSpace(configuration["MicrosoftAppId"])
                && await FindRefusalAsync(context.HttpContext).ConfigureAwait(false) is { } message
            )
                return Results.Json(new { error = new { code = "Forbidden", message } }, statusCode: 403);
            return await next(context).ConfigureAwait(false);
        }

        private static async Task<string?> FindRefusalAsync(HttpContext context)
        {
            if (!IsLocal(context))
                return "Without 'MicrosoftAppId' the bot takes messages from this machine only, "
                    + "and none that were passed on to it.";
            context.Request.EnableBuffering(MaxBytes, MaxBytes);
            // Not disposed: the adapter reads the body again.
            var body = new StreamReader(context.Request.Body, Encoding.UTF8, leaveOpen: true);
            var addresses = FindServiceUrls(await body.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false));
            context.Request.Body.Position = 0;
            return addresses.Count > 0 && addresses.All(IsLoopback)
                ? null
                : "Without 'MicrosoftAppId' the bot sends replies to this machine only; "
                    + "expected a 'serviceUrl' such as http://127.0.0.1:3978/.";
        }

        /// <summary>
        /// Determines whether a request comes from a program on this machine, and was not forwarded to it.
        /// </summary>
        internal static bool IsLocal(HttpContext context) =>
            context.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address)
            && !context.Request.Headers.Keys.Any(name =>
                ForeignHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
                || ForeignPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            );

        // The SDK matches the name in any case, and takes the last of several.
        private static List<JToken> FindServiceUrls(string json)
        {
            try
            {
                using var reader = new JsonTextReader(new StringReader(json)) { MaxDepth = MaxDepth };
                return
                [
                    .. JObject
                        .Load(reader)
                        .Properties()
                        .Where(property => property.Name.Equals("serviceUrl", StringComparison.OrdinalIgnoreCase))
                        .Select(property => property.Value),
                ];
            }
            catch (JsonException)
            {
                return [];
            }
        }

        private static bool IsLoopback(JToken address) =>
            address is JValue { Value: string text }
            && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Scheme: "http" or "https", IsLoopback: true };
    }
}
