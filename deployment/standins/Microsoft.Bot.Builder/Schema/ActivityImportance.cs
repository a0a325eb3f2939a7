namespace Microsoft.Bot.Schema;

/// <summary>The values of <see cref="Activity.Importance"/>.</summary>
public static class ActivityImportance
{
    public const string Low = "low";

    public const string Normal = "normal";

    public const string High = "high";
}
