namespace Microsoft.Bot.Schema;

/// <summary>An activity that asks for an operation.</summary>
public interface ICommandActivity : IActivity
{
    string Name { get; set; }

    object Value { get; set; }
}
