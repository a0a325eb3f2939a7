namespace Microsoft.Bot.Schema;

/// <summary>The values of an installation update's <see cref="Activity.Action"/>.</summary>
public static class InstallationUpdateActionTypes
{
    public const string Add = "add";

    public const string Remove = "remove";
}
