namespace DialClip.Bot;

/// <summary>Extension methods for work that goes on when nobody waits for it any more.</summary>
internal static class AbandonedTask
{
    /// <summary>
    /// Keeps an error that comes when nobody waits any more from being reported to the host's process as unobserved;
    /// whoever waits gets it as before.
    /// </summary>
    public static Task<T> IgnoreLateFault<T>(this Task<T> task)
    {
        _ = task.ContinueWith(
            static ended => ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return task;
    }
}
