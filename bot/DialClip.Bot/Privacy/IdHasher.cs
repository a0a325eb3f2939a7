using DialClip.Experiments;
using DialClip.Experiments.Assignment;
using DialClip.Shared.Erasure;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Privacy;

/// <summary>
/// Computes the hashes that stand for conversations and users wherever the plugin writes: on many channels an id is, or
/// contains, a phone number or an address.
/// </summary>
/// <param name="units">The hashes of experiments, with their key.</param>
/// <param name="options">Whether there is a key: 'DialClip:Experiments:UnitKey'.</param>
public sealed class IdHasher(UnitHasher units, IOptions<ExperimentOptions> options)
{
    private const int UserDigits = 16;

    private readonly bool hasKey = options.Value.UnitKey.Length > 0;

    /// <summary>Computes the name of a conversation in logs.</summary>
    /// <param name="channelId">The channel's id.</param>
    /// <param name="conversationId">The conversation's id on the channel.</param>
    /// <returns>
    /// With a key the hash by which experiments name the conversation; without one the hash in the key of its record.
    /// </returns>
    public ConversationHash HashConversation(string? channelId, string? conversationId) =>
        new(
            hasKey
                ? units.Hash(new("conversation", $"{channelId}\n{conversationId}"))
                : RecordKeys.GetHash(conversationId)
        );

    /// <summary>Computes the name of an activity's conversation in logs.</summary>
    /// <param name="activity">The activity.</param>
    public ConversationHash HashConversation(IActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return HashConversation(activity.ChannelId, activity.Conversation?.Id);
    }

    /// <summary>
    /// Computes the hash of a user in records and in spans: the first 16 digits of the hash by which experiments name
    /// the user.
    /// </summary>
    /// <param name="channelId">The channel's id.</param>
    /// <param name="userId">The user's id on the channel.</param>
    public string HashUser(string? channelId, string? userId) =>
        units.Hash(new("user", $"{channelId}\n{userId}"))[..UserDigits];

    /// <summary>
    /// Computes the id of the plugin's reply to a message: the same in every process, and however often the message is
    /// delivered.
    /// </summary>
    /// <param name="conversationKey">The key of the conversation's record.</param>
    /// <param name="messageId">The stored form of the message's id.</param>
    internal string HashReply(string conversationKey, string messageId) =>
        units.Hash(new("reply", $"{conversationKey}\n{messageId}"));

    /// <summary>Computes the hash of the user whose activity it is; null where the channel names none.</summary>
    internal string? FindUser(IActivity activity) =>
        string.IsNullOrEmpty(activity.From?.Id) ? null : HashUser(activity.ChannelId, activity.From.Id);
}
