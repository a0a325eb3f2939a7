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
/// <param name="OlderReplies">Replies before those of the impressions, oldest first: the impression's id, a space and the message's id. Feedback on them is still known as ours.</param>
internal sealed record ConversationRecord(
    int Version,
    ImmutableArray<StoredTurn> Turns,
    ImmutableArray<string> Activities,
    ImmutableArray<Impression> Impressions,
    bool Stopped = false,
    string? Catalog = null,
    ImmutableArray<string>? OlderReplies = null
)
{
    /// <summary>The layout that this code writes. Version 1, which it still reads, knew no ids of turns, no ratings, no commands, no catalogs and no older replies.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The most bytes of a record as JSON, as it lies in a storage: a text within other JSON.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int OldestVersion = 1;
    private const int RememberedImpressions = 16;
    private const int RememberedReplies = 8;

    // So that a message which comes twice is still answered once.
    private const int FewestActivities = 8;

    // Of a sign that a storage writes as \uXXXX.
    private const int LongestSign = 6;

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

    private bool CanShrink =>
        !Turns.IsEmpty
        || !Impressions.IsEmpty
        || OlderReplies is { IsEmpty: false }
        || Activities.Length > FewestActivities;

    /// <summary>Gets the record with newer turns, of which the oldest beyond the capacity are gone. A message that came again stands there once.</summary>
    public ConversationRecord WithTurns(IEnumerable<StoredTurn> turns, int capacity)
    {
        StoredTurn[] newer = [.. turns];
        return this with
        {
            Turns = Last(
                Turns
                    .RemoveAll(old =>
                        old.Id is not null && newer.Any(turn => turn.Id == old.Id && turn.Speaker == old.Speaker)
                    )
                    .AddRange(newer),
                capacity
            ),
        };
    }

    /// <summary>Gets the record with an activity that was taken on.</summary>
    public ConversationRecord WithActivities(IEnumerable<string> ids, int capacity) =>
        this with
        {
            Activities = Last(Activities.AddRange(ids), capacity),
        };

    /// <summary>Gets the record without an activity that may come again.</summary>
    public ConversationRecord WithoutActivities(IReadOnlyList<string> ids) =>
        this with
        {
            Activities = Activities.RemoveAll(ids.Contains),
        };

    /// <summary>Gets the record with replies that were shown.</summary>
    public ConversationRecord WithImpressions(IEnumerable<Impression> shown)
    {
        var all = this with { Impressions = Impressions.AddRange(shown) };
        return all.Impressions.Length > RememberedImpressions
            ? all.WithoutImpressions(all.Impressions.Length - RememberedImpressions)
            : all;
    }

    /// <summary>Gets the id of the impression of an older reply, which is known by one of its two ids; null where there is none.</summary>
    public string? OlderImpression(string? impression, string? message)
    {
        foreach (var reply in (OlderReplies ?? []).Reverse())
        {
            var cut = Math.Max(0, reply.IndexOf(' ', StringComparison.Ordinal));
            if (
                impression is null
                    ? message is { Length: > 0 } && reply.AsSpan(cut + 1).SequenceEqual(message)
                    : reply.AsSpan(0, cut).SequenceEqual(impression)
            )
                return reply[..cut];
        }
        return null;
    }

    /// <summary>Gets the record as JSON. When it would be larger than <see cref="MaxBytes"/>, the oldest turns are left out, then the oldest impressions, then the oldest replies, then the oldest ids but a few.</summary>
    public string ToJson() => ToJson(out _);

    /// <summary>Gets the record as JSON, and what of the record was written.</summary>
    public string ToJson(out ConversationRecord written)
    {
        for (written = this; ; written = written.Smaller())
        {
            var json = JsonSerializer.Serialize(written, Json);
            if (json.Length * LongestSign <= MaxBytes || SizeInJson(json) <= MaxBytes || !written.CanShrink)
                return json;
        }
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    /// <exception cref="NotSupportedException">It is of a newer layout.</exception>
    public static ConversationRecord FromJson(string json)
    {
        ConversationRecord record;
        try
        {
            record =
                JsonSerializer.Deserialize<ConversationRecord>(json, Json)
                ?? throw new JsonException("The record is 'null'.");
        }
        catch (JsonException error) when (VersionOf(json) > CurrentVersion)
        {
            throw Newer(VersionOf(json), error);
        }
        if (record.Version > CurrentVersion)
            throw Newer(record.Version);
        if (record.Version < OldestVersion)
            throw new JsonException(
                $"The record has version {record.Version}, expected {OldestVersion} to {CurrentVersion}."
            );
        return record.Turns.IsDefault || record.Activities.IsDefault || record.Impressions.IsDefault
            ? throw new JsonException("The record lacks a list.")
            : record with
            {
                Version = CurrentVersion,
            };
    }

    /// <summary>Gets the bytes that a JSON takes as a text within other JSON, of storages that escape all signs beyond ASCII.</summary>
    internal static int SizeInJson(string json)
    {
        var quoted = json.AsSpan().Count('"') + json.AsSpan().Count('\\');
        if (Ascii.IsValid(json))
            return json.Length + quoted;
        var others = 0;
        foreach (var sign in json)
            others += sign > '\x7f' ? 1 : 0;
        return json.Length + quoted + (LongestSign - 1) * others;
    }

    // A newer process works on it: to begin anew would throw away what that one knows.
    private static NotSupportedException Newer(int version, JsonException? error = null) =>
        new(
            $"The record has version {version}, and this program knows versions up to {CurrentVersion}. Update this program, too.",
            error
        );

    // A newer layout has members that this one does not know, so it has to be asked for its version alone.
    private static int VersionOf(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Layout>(json, JsonSerializerOptions.Web)?.Version ?? 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private ConversationRecord Smaller() =>
        (Turns.Length, Impressions.Length, OlderReplies?.Length ?? 0) switch
        {
            (> 0, _, _) => this with { Turns = Turns.RemoveAt(0) },
            (_, > 0, _) => WithoutImpressions(1),
            (_, _, > 0) => this with { OlderReplies = OlderReplies!.Value.RemoveAt(0) },
            _ => this with { Activities = Activities.RemoveAt(0) },
        };

    private ConversationRecord WithoutImpressions(int oldest)
    {
        var older = (OlderReplies ?? []).AddRange(
            Impressions.Take(oldest).Select(impression => $"{impression.Id} {impression.ActivityId}")
        );
        return this with
        {
            Impressions = Impressions.RemoveRange(0, oldest),
            OlderReplies = Last(older, RememberedReplies),
        };
    }

    private static ImmutableArray<T> Last<T>(ImmutableArray<T> all, int capacity) =>
        all.RemoveRange(0, Math.Max(0, all.Length - capacity));

    private sealed record Layout(int Version);
}
