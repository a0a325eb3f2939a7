namespace Microsoft.Bot.Schema;

/// <summary>Control of the conversation passes to someone else.</summary>
public interface IHandoffActivity : IActivity
{
}
