using DialClip.Bot.Privacy;
using DialClip.Bot.Replies;
using DialClip.Bot.Turns;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.State;

/// <summary>Handles the event by which a client chooses the catalog that a conversation is answered from.</summary>
internal sealed class CatalogChoice(
    ConversationStore store,
    IResponseModel model,
    IdHasher hasher,
    IOptionsMonitor<TurnTimeouts> timeouts,
    ILogger<CatalogChoice> logger
)
{
    /// <summary>The name of the event; its value is the catalog's reference in the settings.</summary>
    public const string EventName = "dialclip/catalog";

    /// <summary>Stores the choice of an activity that is such an event.</summary>
    /// <returns>Whether it is one; otherwise the activity belongs to the host bot.</returns>
    public async Task<bool> TryApplyAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (activity.Type != ActivityTypes.Event || activity.Name != EventName)
            return false;
        var catalog = activity.Value as string ?? (activity.Value as JValue)?.Value as string;
        if (catalog is null || !model.HasCatalog(catalog))
        {
            logger.UnknownCatalog(hasher.HashConversation(activity));
            return true;
        }
        try
        {
            await store
                .UpdateAsync(
                    ConversationStore.GetKey(activity),
                    record => record.Catalog == catalog ? null : record with { Catalog = catalog },
                    timeouts.CurrentValue.StorageChange,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.StorageFailed(hasher.HashConversation(activity), error);
        }
        return true;
    }
}
