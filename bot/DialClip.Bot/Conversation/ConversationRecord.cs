using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DialClip.Bot.Conversation;

/// <summary>What is remembered of a conversation. It never changes; every change makes another.</summary>
/// <param name="Version">The layout of this record.</param>
/// <param name="Turns">The last turns, oldest first.</param>
/// <param name="Activities">Ids of activities that were taken on, oldest first.</param>
/// <param name="Impressions">Replies that feedback can still name, oldest first.</param>
/// <param name="Stopped">Whether the plugin was told to stop.</param>
/// <param name="Catalog">The catalog that was chosen; null for the default one.</param>
internal sealed record ConversationRecord(
    int Version, ImmutableArray<StoredTurn> Turns, ImmutableArray<string> Activities, ImmutableArray<Impression> Impressions, bool Stopped = false, string? Catalog = null)
{
    /// <summary>The layout that this code writes. Version 1, which it still reads, knew no ids of turns, no ratings, no commands and no catalogs.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The most bytes of a record as JSON.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int OldestVersion = 1;
    private const int RememberedImpressions = 24;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The record is read by this code alone; escapes would take six bytes for a letter of two.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Gets the record of a conversation that has just begun.</summary>
    public static ConversationRecord Empty { get; } = new(CurrentVersion, [], [], []);

    /// <summary>Gets the record with newer turns, of which the oldest beyond the capacity are gone. A message that came again stands there once.</summary>
    public ConversationRecord WithTurns(IEnumerable<StoredTurn> turns, int capacity)
    {
        StoredTurn[] newer = [.. turns];
        return this with { Turns = Last(Turns.RemoveAll(old => old.Id is not null && newer.Any(turn => turn.Id == old.Id && turn.Speaker == old.Speaker)).AddRange(newer), capacity) };
    }

    /// <summary>Gets the record with an activity that was taken on.</summary>
    public ConversationRecord WithActivities(IEnumerable<string> ids, int capacity) => this with { Activities = Last(Activities.AddRange(ids), capacity) };

    /// <summary>Gets the record without an activity that may come again.</summary>
    public ConversationRecord WithoutActivities(IReadOnlyList<string> ids) => this with { Activities = Activities.RemoveAll(ids.Contains) };

    /// <summary>Gets the record with replies that were shown.</summary>
    public ConversationRecord WithImpressions(IEnumerable<Impression> shown) => this with { Impressions = Last(Impressions.AddRange(shown), RememberedImpressions) };

    /// <summary>Gets the record as JSON. When it would be larger than <see cref="MaxBytes"/>, the oldest turns are left out, then the oldest impressions, then the oldest ids.</summary>
    public string ToJson() => ToJson(out _);

    /// <summary>Gets the record as JSON, and what of the record was written.</summary>
    public string ToJson(out ConversationRecord written)
    {
        for (written = this; ; written = written.Smaller())
        {
            var json = JsonSerializer.Serialize(written, Json);
            // A character takes three bytes at most: short ones need no count.
            if (json.Length * 3 <= MaxBytes || Encoding.UTF8.GetByteCount(json) <= MaxBytes || (written.Turns.IsEmpty && written.Impressions.IsEmpty && written.Activities.IsEmpty))
                return json;
        }
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="NotSupportedException">It is of a newer layout.</exception>
    public static ConversationRecord FromJson(string json)
    {
        var record = JsonSerializer.Deserialize<ConversationRecord>(json, Json) ?? throw new JsonException("The record is 'null'.");
        // A newer process works on it: to begin anew would throw away what that one knows.
        if (record.Version > CurrentVersion)
            throw new NotSupportedException($"The record has version {record.Version}, and this program knows versions up to {CurrentVersion}. Update this program, too.");
        if (record.Version < OldestVersion)
            throw new JsonException($"The record has version {record.Version}, expected {OldestVersion} to {CurrentVersion}.");
        return record.Turns.IsDefault || record.Activities.IsDefault || record.Impressions.IsDefault ? throw new JsonException("The record lacks a list.") : record with { Version = CurrentVersion };
    }

    private ConversationRecord Smaller() => (Turns.Length, Impressions.Length) switch
    {
        ( > 0, _) => this with { Turns = Turns.RemoveAt(0) },
        (_, > 0) => this with { Impressions = Impressions.RemoveAt(0) },
        _ => this with { Activities = Activities.RemoveAt(0) },
    };

    private static ImmutableArray<T> Last<T>(ImmutableArray<T> all, int capacity) => all.RemoveRange(0, Math.Max(0, all.Length - capacity));
}
