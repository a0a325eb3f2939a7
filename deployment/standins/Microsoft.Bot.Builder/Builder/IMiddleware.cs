namespace Microsoft.Bot.Builder;

/// <summary>One step of the pipeline that every turn runs through; one instance serves all turns.</summary>
public interface IMiddleware
{
    Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default);
}
