using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.ExistingBot.Shop;

/// <summary>
/// The shop's own middleware: puts its name into what is said, marks what is changed, keeps rude words back, and speaks
/// when nobody else did.
/// </summary>
internal sealed class HouseStyle : IMiddleware
{
    public async Task OnTurnAsync(
        ITurnContext turnContext,
        NextDelegate next,
        CancellationToken cancellationToken = default
    )
    {
        turnContext.OnSendActivities(
            async (_, activities, send) =>
            {
                foreach (var activity in activities)
                    activity.Text = activity.Text?.Replace("{shop}", "Tea & Toast", StringComparison.Ordinal);
                return activities.Exists(activity => activity.Text?.Contains("blast", StringComparison.Ordinal) == true)
                    ? []
                    : await send();
            }
        );
        turnContext.OnUpdateActivity(
            async (_, activity, update) =>
            {
                activity.Text += " (changed)";
                return await update();
            }
        );
        turnContext.OnDeleteActivity(
            async (context, reference, delete) =>
            {
                await delete();
                await context.SendActivityAsync(
                    new Activity(ActivityTypes.Event) { Name = "shop/deleted", Value = reference.ActivityId }
                );
            }
        );
        await next(cancellationToken);
        if (turnContext.Activity.Type == ActivityTypes.Message && !turnContext.Responded)
            await turnContext.SendActivityAsync("Pardon?", cancellationToken: cancellationToken);
    }
}
