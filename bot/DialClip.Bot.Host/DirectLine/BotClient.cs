using System.Net;
using System.Text;
using DialClip.Bot.Host.Connector;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Brings activities to the bot, by HTTP as a channel does.</summary>
internal sealed class BotClient(
    IHttpClientFactory clients,
    HostAddress address,
    ConnectorKey key,
    IOptions<DirectLineOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<BotClient> logger
)
{
    public const string HttpClientName = "dialclip-directline";

    public const string BotId = "dialclip-bot";
    public const string BotName = "DialClip.Bot";
    private const string Channel = "webchat";

    // As long as a channel waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>What became of an activity.</summary>
    public enum Outcome
    {
        /// <summary>The bot's turn has ended.</summary>
        Taken,

        /// <summary>The bot refused it or is not there.</summary>
        NotTaken,

        /// <summary>The bot's turn took too long.</summary>
        TooSlow,
    }

    /// <summary>Sends an activity of a user. It is not given up when the user goes away: what was accepted is delivered.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="activity">What the user said, with its id.</param>
    public async Task<Outcome> SendAsync(LocalConversation conversation, JObject activity)
    {
        var sent = (JObject)activity.DeepClone();
        sent["channelId"] = Channel;
        sent["serviceUrl"] = new Uri(address.Origin(), $"{ConnectorEndpoints.Root}/{key.Value}/").AbsoluteUri;
        sent["recipient"] = new JObject
        {
            ["id"] = BotId,
            ["name"] = BotName,
            ["role"] = "bot",
        };
        sent["conversation"] = new JObject { ["id"] = conversation.Id };
        var endpoint = options.Value.BotEndpoint is { Length: > 0 } other
            ? new Uri(other)
            : new Uri(address.Origin(), MessagesEndpoint.Path);
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, lifetime.ApplicationStopping);
        try
        {
            using var content = new StringContent(
                sent.ToString(Newtonsoft.Json.Formatting.None),
                Encoding.UTF8,
                "application/json"
            );
            using var response = await clients
                .CreateClient(HttpClientName)
                .PostAsync(endpoint, content, either.Token)
                .ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Created)
                return Outcome.Taken;
            logger.BotRefused(endpoint, (int)response.StatusCode, conversation.Id);
        }
        catch (HttpRequestException error)
        {
            logger.BotAway(endpoint, conversation.Id, error);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            logger.BotTooSlow(endpoint, conversation.Id, Patience);
            return Outcome.TooSlow;
        }
        catch (OperationCanceledException)
        {
            // The host stops, and the bot with it.
        }
        return Outcome.NotTaken;
    }
}
