using DialClip.Bot.Replies;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Conversation;

/// <summary>Lets a client choose which of the loaded catalogs a conversation is answered from.</summary>
internal sealed class CatalogChoice(ConversationChanges memory, IResponseModel model, ILogger<CatalogChoice> logger)
{
    /// <summary>The name of the event that chooses; its value is the catalog as the settings name it.</summary>
    public const string EventName = "dialclip/catalog";

    /// <summary>Keeps the choice of an activity that is one.</summary>
    /// <returns>Whether it was; otherwise the activity belongs to the host bot.</returns>
    public async Task<bool> TryTakeAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (activity.Type != ActivityTypes.Event || activity.Name != EventName)
            return false;
        var wanted = activity.Value as string ?? (activity.Value as JValue)?.Value as string;
        if (wanted is null || !model.HasCatalog(wanted))
        {
            logger.UnknownCatalog(activity.Conversation?.Id);
            return true;
        }
        try
        {
            await memory
                .ChangeAsync(
                    activity,
                    record => record.Catalog == wanted ? null : record with { Catalog = wanted },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            logger.NotRemembered(activity.Conversation?.Id, error);
        }
        return true;
    }
}
