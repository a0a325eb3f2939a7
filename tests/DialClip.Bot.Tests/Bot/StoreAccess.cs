using System.Diagnostics.Metrics;
using DialClip.Bot.Conversation;
using DialClip.Bot.State;
using DialClip.Bot.Telemetry;
using DialClip.Bot.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Bot;

/// <summary>Stores of tests, and access to their records.</summary>
internal static class StoreAccess
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private static readonly IMeterFactory Meters = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider()
        .GetRequiredService<IMeterFactory>();

    /// <summary>Creates a store as the plugin does.</summary>
    public static ConversationStore Create(IStorage storage, TimeProvider time) =>
        new(
            storage,
            new StorageResilience(
                new FixedOptions<TurnTimeouts>(new()),
                new BotTelemetry(Meters, Options.Create(new TelemetryOptions())),
                time,
                NullLogger<StorageResilience>.Instance
            ),
            NullLogger<ConversationStore>.Instance
        );

    extension(ConversationStore store)
    {
        /// <summary>Reads a record.</summary>
        public async Task<ConversationRecord> ReadAsync(string key)
        {
            ConversationRecord? stored = null;
            await store.ChangeAsync(
                key,
                record =>
                {
                    stored = record;
                    return null;
                }
            );
            return stored!;
        }

        /// <summary>Changes a record.</summary>
        public Task ChangeAsync(string key, Func<ConversationRecord, ConversationRecord?> change) =>
            store.UpdateAsync(key, change, Timeout, CancellationToken.None);
    }

    extension(ConversationRecord record)
    {
        /// <summary>Gets the record with ids of messages whose turns have ended.</summary>
        public ConversationRecord WithActivities(IEnumerable<string> ids, int capacity) =>
            record with
            {
                Activities = [.. record.Activities.AddRange(ids).TakeLast(capacity)],
            };

        /// <summary>Gets the stored form.</summary>
        public ConversationItem ToItem() => RecordSerializer.Serialize(record, out _);

        /// <summary>Gets the record as it is read after it was stored.</summary>
        public ConversationRecord RoundTrip() => RecordSerializer.Deserialize(record.ToItem());
    }
}
