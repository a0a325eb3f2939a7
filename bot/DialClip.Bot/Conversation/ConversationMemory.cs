using System.Globalization;
using System.Text.Json;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Conversation;

/// <summary>Keeps each conversation's record in storage; changes of several processes merge, because every change is repeated on what is stored by then.</summary>
/// <param name="storage">Where.</param>
/// <param name="options">How much.</param>
/// <param name="logger">Hears of records that cannot be read.</param>
/// <param name="time">The clock of the waits between attempts; the system's when null.</param>
/// <param name="random">Spreads those waits; a seeded one makes them repeatable.</param>
internal sealed class ConversationMemory(
    IStorage storage,
    IOptionsMonitor<ConversationOptions> options,
    ILogger<ConversationMemory> logger,
    TimeProvider? time = null,
    Random? random = null
)
{
    // Eight writers of one conversation that never pause take up to nine over Azurite, sixteen up to fifteen; all of them together wait some two and a half seconds, within a turn's time.
    private const int Attempts = 24;
    private const double FirstWait = 4;
    private const double LongestWait = 256;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

#pragma warning disable RS0030 // Jitter need not be repeated.
    private readonly Random random = random ?? Random.Shared;
#pragma warning restore RS0030
    private readonly Lock randomGate = new();

    // Bounded, whatever the number of conversations: two that share one only wait for each other now and then.
    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly RecordCache parsed = new();

    /// <summary>Reads a conversation's record; an empty one when there is none.</summary>
    public async Task<ConversationRecord> ReadAsync(string key, CancellationToken cancellationToken) =>
        (await LoadAsync(key, cancellationToken).ConfigureAwait(false)).Record;

    /// <summary>Takes an activity on.</summary>
    /// <param name="key">The conversation.</param>
    /// <param name="ids">Every id that the activity is known by.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The record as it was, or null when the activity was taken on before.</returns>
    public async Task<ConversationRecord?> TakeOnAsync(
        string key,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        ConversationRecord? before = null;
        await ChangeAsync(
                key,
                record =>
                {
                    before = ids.Any(record.Activities.Contains) ? null : record;
                    return before?.WithActivities(ids, options.CurrentValue.RememberedActivities);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return before;
    }

    /// <summary>Changes a record.</summary>
    /// <param name="key">The conversation.</param>
    /// <param name="change">Makes the new record of the stored one, or null to leave it; may be called again when somebody else was faster.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidOperationException">Others kept changing the record.</exception>
    public async Task ChangeAsync(
        string key,
        Func<ConversationRecord, ConversationRecord?> change,
        CancellationToken cancellationToken
    )
    {
        var mine = locks[(uint)string.GetHashCode(key, StringComparison.Ordinal) % locks.Length];
        await mine.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var (record, tag) = await LoadAsync(key, cancellationToken).ConfigureAwait(false);
                if (change(record) is not { } changed)
                    return;
                try
                {
                    var item = new ConversationItem { Json = parsed.Write(key, changed), ETag = tag };
                    await storage
                        .WriteAsync(new Dictionary<string, object> { [key] = item }, cancellationToken)
                        .ConfigureAwait(false);
                    return;
                }
                catch (Exception error) when (IsConflict(error))
                {
                    if (attempt == Attempts)
                        throw new InvalidOperationException(
                            $"The record of a conversation was changed by others {Attempts} times in a row; this change is not saved.",
                            error
                        );
                }
                await Task.Delay(WaitAfter(attempt), time ?? TimeProvider.System, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            mine.Release();
        }
    }

    /// <summary>Changes a record as <see cref="ChangeAsync"/> does, for a turn that has no budget of its own: a storage that hangs must not hang the turn.</summary>
    /// <exception cref="TimeoutException">The storage took too long.</exception>
    public async Task ChangeSoonAsync(
        string key,
        Func<ConversationRecord, ConversationRecord?> change,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Soon, time ?? TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await ChangeAsync(key, change, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = Soon.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            throw new TimeoutException($"The storage did not take a change within {seconds} s.", error);
        }
    }

    // Anywhere up to twice as long each time: writers that met once should not meet again.
    private TimeSpan WaitAfter(int attempt)
    {
        lock (randomGate)
            return TimeSpan.FromMilliseconds(
                random.NextDouble() * Math.Min(LongestWait, FirstWait * Math.Pow(2, attempt - 1))
            );
    }

    // Each storage says it in its own way: memory by ArgumentException, blobs and Cosmos by an HTTP status of 409 or 412.
    private static bool IsConflict(Exception error) =>
        error is ArgumentException or InvalidOperationException
            && error.Message.Contains("etag", StringComparison.OrdinalIgnoreCase)
        || error.GetType().GetProperty("Status")?.GetValue(error) is 409 or 412
        || error.GetType().GetProperty("StatusCode")?.GetValue(error)
            is System.Net.HttpStatusCode.Conflict
                or System.Net.HttpStatusCode.PreconditionFailed;

    private async Task<(ConversationRecord Record, string? Tag)> LoadAsync(
        string key,
        CancellationToken cancellationToken
    )
    {
        var found = await storage.ReadAsync([key], cancellationToken).ConfigureAwait(false);
        if (!found.TryGetValue(key, out var value) || ItemOf(value) is not { } item)
            return (ConversationRecord.Empty, null);
        try
        {
            return (parsed.Read(key, item.Json), item.ETag);
        }
        catch (JsonException error)
        {
            // Begin anew, but lose nothing: what could not be read stays beside it.
            var aside = key + "/unreadable";
            logger.RecordUnreadable(key, aside, error);
            await storage
                .WriteAsync(
                    new Dictionary<string, object>
                    {
                        [aside] = new ConversationItem { Json = item.Json, ETag = "*" },
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            return (ConversationRecord.Empty, item.ETag);
        }
    }

    // A storage that writes no type names gives JSON back.
    private static ConversationItem? ItemOf(object value) =>
        value switch
        {
            ConversationItem item => item,
            JObject json => new()
            {
                Json = TextOf(json, nameof(ConversationItem.Json)) ?? "",
                ETag = TextOf(json, nameof(ConversationItem.ETag)),
            },
            _ => null,
        };

    // The SDK's memory storage writes its 'eTag' behind the object's own 'ETag', which is older or null.
    private static string? TextOf(JObject json, string name) =>
        json.Properties()
            .Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(property => (property.Value as JValue)?.Value as string)
            .LastOrDefault(text => text is not null);
}
