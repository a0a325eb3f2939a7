using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DialClip.Bot.Conversation;

/// <summary>What is remembered of a conversation. It never changes; every change makes another.</summary>
/// <param name="Version">The layout of this record; 1.</param>
/// <param name="Turns">The last turns, oldest first.</param>
/// <param name="Activities">Ids of activities that were taken on, oldest first.</param>
/// <param name="Impressions">Replies that feedback can still name, oldest first.</param>
internal sealed record ConversationRecord(
    int Version, ImmutableArray<StoredTurn> Turns, ImmutableArray<string> Activities, ImmutableArray<Impression> Impressions)
{
    /// <summary>The layout that this code writes.</summary>
    public const int CurrentVersion = 1;

    private const int RememberedImpressions = 32;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Gets the record of a conversation that has just begun.</summary>
    public static ConversationRecord Empty { get; } = new(CurrentVersion, [], [], []);

    /// <summary>Gets the record with newer turns, of which the oldest beyond the capacity are gone.</summary>
    public ConversationRecord WithTurns(IEnumerable<StoredTurn> turns, int capacity) => this with { Turns = Last(Turns.AddRange(turns), capacity) };

    /// <summary>Gets the record with an activity that was taken on.</summary>
    public ConversationRecord WithActivities(IEnumerable<string> ids, int capacity) => this with { Activities = Last(Activities.AddRange(ids), capacity) };

    /// <summary>Gets the record with a reply that was shown.</summary>
    public ConversationRecord WithImpression(Impression impression) => this with { Impressions = Last(Impressions.Add(impression), RememberedImpressions) };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">It is damaged, or of a layout that this code does not know.</exception>
    public static ConversationRecord FromJson(string json)
    {
        var record = JsonSerializer.Deserialize<ConversationRecord>(json, Json) ?? throw new JsonException("The record is 'null'.");
        if (record.Version != CurrentVersion)
            throw new JsonException($"The record has version {record.Version}, expected {CurrentVersion}.");
        return record.Turns.IsDefault || record.Activities.IsDefault || record.Impressions.IsDefault ? throw new JsonException("The record lacks a list.") : record;
    }

    private static ImmutableArray<T> Last<T>(ImmutableArray<T> all, int capacity) => all.RemoveRange(0, Math.Max(0, all.Length - capacity));
}
