namespace Microsoft.Bot.Builder;

/// <summary>Puts a service into the state of every turn.</summary>
public class RegisterClassMiddleware<T> : IMiddleware
    where T : class
{
    private readonly string key;

    public RegisterClassMiddleware(T service)
        : this(service, null)
    {
    }

    public RegisterClassMiddleware(T service, string key)
    {
        Service = service;
        this.key = key;
    }

    public T Service { get; set; }

    public Task OnTurnAsync(ITurnContext turnContext, NextDelegate nextTurn, CancellationToken cancellationToken)
    {
        turnContext.TurnState.Add(key ?? typeof(T).FullName, Service);
        return nextTurn(cancellationToken);
    }
}
