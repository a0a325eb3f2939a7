namespace DialClip.Bot.Turns;

/// <summary>What the host bot asks of the plugin in a turn.</summary>
internal sealed class HostRequests
{
    /// <summary>The key in the turn's state; also the mark of a turn that passes through the plugin.</summary>
    public const string Key = "DialClip.Bot.Turn";

    private readonly object sync = new();
    private Func<CancellationToken, Task<bool>>? answer;
    private Task<bool>? answered;

    /// <summary>Gets or sets whether the host bot answers the message later.</summary>
    public bool IsAnsweredLater { get; set; }

    /// <summary>Gets whether the host bot asked for the plugin's answer.</summary>
    public bool WasAsked
    {
        get
        {
            lock (sync)
                return answered is not null;
        }
    }

    /// <summary>Takes requests from now on.</summary>
    /// <param name="answer">Answers the message, if there is an answer.</param>
    public void Accept(Func<CancellationToken, Task<bool>> answer)
    {
        lock (sync)
            this.answer = answer;
    }

    /// <summary>Answers the turn's message, once: a further call has the same result.</summary>
    /// <returns>Whether it is answered; false where the plugin takes no requests in the turn.</returns>
    public Task<bool> TryAnswerAsync(CancellationToken cancellationToken)
    {
        lock (sync)
            return answer is null ? Task.FromResult(false) : answered ??= answer(cancellationToken);
    }
}
