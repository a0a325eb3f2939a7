using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>
/// One step of a script: an activity that reaches the bot, or, with none, the time when the bot comes back by itself.
/// </summary>
internal sealed record Step(Func<Activity>? Activity)
{
    /// <summary>Gets the step in which the bot sends its reminders.</summary>
    public static Step Remind { get; } = new((Func<Activity>?)null);
}
