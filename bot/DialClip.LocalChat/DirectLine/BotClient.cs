using System.Net;
using System.Text;
using DialClip.Bot.Privacy;
using DialClip.LocalChat.Connector;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.DirectLine;

/// <summary>Client of the bot: sends activities by HTTP, as a channel does.</summary>
internal sealed class BotClient(
    IHttpClientFactory clients,
    ServerAddress address,
    ConnectorKey key,
    IOptions<DirectLineOptions> options,
    ActiveTurns turns,
    IdHasher hasher,
    TimeProvider time,
    ILogger<BotClient> logger
)
{
    public const string HttpClientName = "dialclip-directline";

    /// <summary>The path of the bot's endpoint where none is configured.</summary>
    public const string DefaultPath = "/api/messages";

    public const string BotId = "dialclip-bot";
    public const string BotName = "DialClip.Bot";
    public const string Channel = "webchat";

    // The timeout of a channel.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>The outcome of sending an activity.</summary>
    public enum Outcome
    {
        /// <summary>The bot's turn has ended.</summary>
        Delivered,

        /// <summary>The bot failed or could not be reached.</summary>
        Failed,

        /// <summary>The bot finds the activity malformed.</summary>
        Malformed,

        /// <summary>The host stops and begins no turn.</summary>
        Stopping,

        /// <summary>The bot's turn took too long.</summary>
        TimedOut,
    }

    /// <summary>
    /// Sends an activity of a user. A user who disconnects does not cancel it: what was accepted is delivered.
    /// </summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="activity">The activity, with its id.</param>
    public async Task<Outcome> SendAsync(LocalConversation conversation, JObject activity)
    {
        using var turn = turns.TryBegin();
        if (turn is null)
            return Outcome.Stopping;
        var sent = (JObject)activity.DeepClone();
        sent["channelId"] = Channel;
        sent["serviceUrl"] = new Uri(address.GetOrigin(), $"{ConnectorEndpoints.Root}/{key.Value}/").AbsoluteUri;
        sent["recipient"] = new JObject
        {
            ["id"] = BotId,
            ["name"] = BotName,
            ["role"] = "bot",
        };
        sent["conversation"] = new JObject { ["id"] = conversation.Id };
        var endpoint = options.Value.BotEndpoint is { Length: > 0 } configured
            ? new Uri(configured)
            : new Uri(address.GetOrigin(), DefaultPath);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, turns.Ended);
        try
        {
            using var content = new StringContent(
                sent.ToString(Newtonsoft.Json.Formatting.None),
                Encoding.UTF8,
                "application/json"
            );
            using var response = await clients
                .CreateClient(HttpClientName)
                .PostAsync(endpoint, content, linked.Token)
                .ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Created)
                return Outcome.Delivered;
            logger.BotRefused(endpoint, (int)response.StatusCode, hasher.HashConversation(Channel, conversation.Id));
            if (response.StatusCode == HttpStatusCode.BadRequest)
                return Outcome.Malformed;
        }
        catch (HttpRequestException error)
        {
            logger.BotUnreachable(endpoint, hasher.HashConversation(Channel, conversation.Id), error);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            logger.BotTimedOut(endpoint, hasher.HashConversation(Channel, conversation.Id), Timeout);
            return Outcome.TimedOut;
        }
        catch (OperationCanceledException)
        {
            // The host stops, and its shutdown timeout is over.
        }
        return Outcome.Failed;
    }
}
