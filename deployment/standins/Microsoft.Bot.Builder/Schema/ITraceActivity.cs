namespace Microsoft.Bot.Schema;

/// <summary>A trace of the bot's inner work, for the emulator.</summary>
public interface ITraceActivity : IActivity
{
    string Name { get; set; }

    string Label { get; set; }

    string ValueType { get; set; }

    object Value { get; set; }

    ConversationReference RelatesTo { get; set; }
}
