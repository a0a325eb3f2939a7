namespace Microsoft.Bot.Schema;

/// <summary>The values of <see cref="SemanticAction.State"/>.</summary>
public static class SemanticActionStates
{
    public const string Start = "start";

    public const string Continue = "continue";

    public const string Done = "done";
}
