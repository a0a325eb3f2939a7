namespace Microsoft.Bot.Schema;

/// <summary>Activity types that never leave the bot: the adapter acts on them.</summary>
public static class ActivityTypesEx
{
    public const string Delay = "delay";

    public const string InvokeResponse = "invokeResponse";
}
