using System.Net;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.Bot.Builder;

// Invokes: requests that wait for an answer.
public partial class ActivityHandler
{
    protected static InvokeResponse CreateInvokeResponse(object body = null)
        => new InvokeResponse { Status = (int)HttpStatusCode.OK, Body = body };

    /// <summary>Calls the method for the invoke's name; one that nobody knows is answered with 501.</summary>
    protected virtual async Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext<IInvokeActivity> turnContext, CancellationToken cancellationToken)
    {
        try
        {
            switch (turnContext.Activity.Name)
            {
                case "application/search":
                    return CreateInvokeResponse(await OnSearchInvokeAsync(turnContext, ReadSearch(turnContext.Activity),
                        cancellationToken).ConfigureAwait(false));
                case "adaptiveCard/action":
                    return CreateInvokeResponse(await OnAdaptiveCardInvokeAsync(turnContext, ReadCardAction(turnContext.Activity),
                        cancellationToken).ConfigureAwait(false));
                case SignInConstants.VerifyStateOperationName or SignInConstants.TokenExchangeOperationName:
                    await OnSignInInvokeAsync(turnContext, cancellationToken).ConfigureAwait(false);
                    return CreateInvokeResponse();
                default:
                    throw new InvokeResponseException(HttpStatusCode.NotImplemented);
            }
        }
        catch (InvokeResponseException answer)
        {
            return answer.CreateInvokeResponse();
        }
    }

    protected virtual Task OnSignInInvokeAsync(ITurnContext<IInvokeActivity> turnContext, CancellationToken cancellationToken)
        => throw new InvokeResponseException(HttpStatusCode.NotImplemented);

    protected virtual Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(ITurnContext<IInvokeActivity> turnContext,
        AdaptiveCardInvokeValue invokeValue, CancellationToken cancellationToken)
        => throw new InvokeResponseException(HttpStatusCode.NotImplemented);

    protected virtual Task<SearchInvokeResponse> OnSearchInvokeAsync(ITurnContext<IInvokeActivity> turnContext, SearchInvokeValue invokeValue,
        CancellationToken cancellationToken)
        => throw new InvokeResponseException(HttpStatusCode.NotImplemented);

    private async Task AnswerInvokeAsync(DelegatingTurnContext<IInvokeActivity> turnContext, CancellationToken cancellationToken)
    {
        var answer = await OnInvokeActivityAsync(turnContext, cancellationToken).ConfigureAwait(false);
        // The bot may have answered by itself; a second answer would be an error.
        if (answer is not null && turnContext.TurnState.Get<Activity>(BotAdapter.InvokeResponseKey) is null)
            await turnContext.SendActivityAsync(new Activity(ActivityTypesEx.InvokeResponse) { Value = answer }, cancellationToken).ConfigureAwait(false);
    }

    private static SearchInvokeValue ReadSearch(IInvokeActivity activity)
    {
        var search = ReadValue<SearchInvokeValue>(activity, "valid", " for search");
        if (string.IsNullOrEmpty(search.QueryText))
            throw Refuse("BadRequest", "Missing queryText property for search");
        if (!string.IsNullOrEmpty(search.Kind))
            return search;
        if (!string.Equals(activity.ChannelId, Channels.Msteams, StringComparison.OrdinalIgnoreCase))
            throw Refuse("BadRequest", "Missing kind property for search");
        search.Kind = SearchInvokeTypes.Search;
        return search;
    }

    private static AdaptiveCardInvokeValue ReadCardAction(IInvokeActivity activity)
    {
        var invoke = ReadValue<AdaptiveCardInvokeValue>(activity, "properly formed", string.Empty);
        if (invoke.Action is null)
            throw Refuse("BadRequest", "Missing action property");
        return invoke.Action.Type == "Action.Execute" ? invoke : throw Refuse("NotSupported", $"The action '{invoke.Action.Type}'is not supported.");
    }

    private static T ReadValue<T>(IInvokeActivity activity, string misfitting, string purpose)
    {
        if (activity.Value is null)
            throw Refuse("BadRequest", $"Missing value property{purpose}");
        if (activity.Value is not JObject json)
            throw Refuse("BadRequest", $"Value property is not properly formed{purpose}");
        try
        {
            return json.ToObject<T>();
        }
        catch (Exception misfit) when (misfit is JsonException or FormatException or ArgumentException or InvalidCastException or OverflowException)
        {
            throw Refuse("BadRequest", $"Value property is not {misfitting}{purpose}");
        }
    }

    private static InvokeResponseException Refuse(string code, string message)
        => new InvokeResponseException(HttpStatusCode.BadRequest, new AdaptiveCardInvokeResponse
        {
            StatusCode = (int)HttpStatusCode.BadRequest,
            Type = "application/vnd.microsoft.error",
            Value = new Error(code, message),
        });
}
