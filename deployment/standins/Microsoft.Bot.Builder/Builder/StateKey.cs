namespace Microsoft.Bot.Builder;

/// <summary>The parts of an activity by which state is stored.</summary>
internal static class StateKey
{
    public static string Channel(ITurnContext turn) => Require(turn.Activity.ChannelId, "channelId");

    public static string Conversation(ITurnContext turn) => Require(turn.Activity.Conversation?.Id, "Conversation.Id");

    public static string User(ITurnContext turn) => Require(turn.Activity.From?.Id, "From.Id");

    private static string Require(string value, string name)
        => value ?? throw new InvalidOperationException($"invalid activity-missing {name}");
}
