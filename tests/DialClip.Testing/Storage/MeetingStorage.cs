using Microsoft.Bot.Builder;

namespace DialClip.Testing.Storage;

/// <summary>
/// A storage whose first reader waits until all others have read as well, so that all of them go on from the same
/// state.
/// </summary>
internal sealed class MeetingStorage(IStorage inner, MeetingStorage.Meeting meeting) : IStorage
{
    private bool met;

    public async Task<IDictionary<string, object>> ReadAsync(
        string[] keys,
        CancellationToken cancellationToken = default
    )
    {
        var found = await inner.ReadAsync(keys, cancellationToken);
        if (!met)
            await meeting.ArriveAsync();
        met = true;
        return found;
    }

    public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(changes, cancellationToken);

    public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(keys, cancellationToken);

    internal sealed class Meeting(int expected)
    {
        private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int arrived;

        public Task ArriveAsync()
        {
            if (Interlocked.Increment(ref arrived) == expected)
                complete.SetResult();
            return complete.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }
}
