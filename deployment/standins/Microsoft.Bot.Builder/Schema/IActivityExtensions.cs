namespace Microsoft.Bot.Schema;

/// <summary>Reaches the locale of an activity that is known by its interface only.</summary>
public static class IActivityExtensions
{
    public static string GetLocale(this IActivity activity) => ((Activity)activity).Locale;

    public static void SetLocale(this IActivity activity, string locale) => ((Activity)activity).Locale = locale;
}
