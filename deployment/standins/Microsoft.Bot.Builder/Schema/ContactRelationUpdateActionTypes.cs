namespace Microsoft.Bot.Schema;

/// <summary>The values of a contact relation update's <see cref="Activity.Action"/>.</summary>
public static class ContactRelationUpdateActionTypes
{
    public const string Add = "add";

    public const string Remove = "remove";
}
