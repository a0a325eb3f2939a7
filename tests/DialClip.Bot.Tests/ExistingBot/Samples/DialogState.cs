namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>
/// The stack of active dialogs as a conversation's state holds it, in the shape of the SDK's dialogs, whose package not
/// every feed has.
/// </summary>
internal sealed class DialogState
{
    public List<DialogInstance> DialogStack { get; set; } = [];
}
