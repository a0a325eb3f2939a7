using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Bot.Conversation;

namespace DialClip.Bot.State;

/// <summary>
/// Converts records to the form that is stored and back. The features are not part of the JSON: they are most of a
/// record, and a feature that was stored before is the same string in every later write.
/// </summary>
internal static class RecordSerializer
{
    /// <summary>The most bytes of a record, as a text within other JSON.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int OldestVersion = 1;

    // Versions before this one have the features within the JSON.
    private const int FirstVersionWithSeparateFeatures = 3;

    // The length of a character that a storage writes as \uXXXX.
    private const int LongestEscape = 6;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Only this code reads the record; escapes would take six bytes for a letter of two.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Serializes a record. While it is larger than <see cref="MaxBytes"/>, the oldest turns are left out, then the
    /// oldest impressions, then the oldest ids but a few.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="stored">The record that the result holds: the given one, or what is left of it.</param>
    public static ConversationItem Serialize(ConversationRecord record, out ConversationRecord stored)
    {
        for (stored = record; ; stored = stored.Shrink())
        {
            var item = new ConversationItem
            {
                Json = JsonSerializer.Serialize(stored, Json),
                Features = GetFeatures(stored.Turns),
            };
            if (IsSmall(item) || !stored.CanShrink)
                return item;
        }
    }

    /// <summary>
    /// Deserializes a record. A damaged feature costs that feature; a list of another length than the turns' costs all.
    /// </summary>
    /// <exception cref="JsonException">The JSON is damaged.</exception>
    /// <exception cref="NotSupportedException">It has a newer layout.</exception>
    public static ConversationRecord Deserialize(ConversationItem item)
    {
        ConversationRecord record;
        try
        {
            record =
                JsonSerializer.Deserialize<ConversationRecord>(item.Json, Json)
                ?? throw new JsonException("The record is 'null'.");
        }
        catch (JsonException error) when (ReadVersion(item.Json) > ConversationRecord.CurrentVersion)
        {
            throw CreateNewerException(ReadVersion(item.Json), error);
        }
        if (record.Version > ConversationRecord.CurrentVersion)
            throw CreateNewerException(record.Version);
        if (record.Version < OldestVersion)
            throw new JsonException(
                $"The record has version {record.Version}, "
                    + $"expected {OldestVersion} to {ConversationRecord.CurrentVersion}."
            );
        if (record.Turns.IsDefault || record.Activities.IsDefault || record.Impressions.IsDefault)
            throw new JsonException("The record lacks a list.");
        if (
            record.Claims is { } claims
            && (claims.IsDefault || claims.Any(claim => claim is null or { Ids.IsDefault: true }))
        )
            throw new JsonException("A claim of the record lacks its ids.");
        return AddOlderReplies(record) with
        {
            Version = ConversationRecord.CurrentVersion,
            Turns =
                record.Version < FirstVersionWithSeparateFeatures
                    ? record.Turns
                    : AddFeatures(record.Turns, item.Features),
        };
    }

    /// <summary>
    /// Computes the bytes of a JSON text within other JSON, where all characters beyond ASCII are escaped.
    /// </summary>
    internal static int GetSizeInJson(string json)
    {
        var quoted = json.AsSpan().Count('"') + json.AsSpan().Count('\\');
        if (Ascii.IsValid(json))
            return json.Length + quoted;
        var escaped = 0;
        foreach (var character in json)
            escaped += character > '\x7f' ? 1 : 0;
        return json.Length + quoted + (LongestEscape - 1) * escaped;
    }

    private static bool IsSmall(ConversationItem item)
    {
        var left = MaxBytes - GetSizeInJson(item.Features);
        return item.Json.Length * LongestEscape <= left || GetSizeInJson(item.Json) <= left;
    }

    // Base64 has no character that is escaped.
    private static int GetSizeInJson(IReadOnlyList<string?>? features) =>
        features?.Sum(feature => feature is null ? "null,".Length : feature.Length + "\"\",".Length) ?? 0;

    private static string?[]? GetFeatures(ImmutableArray<StoredTurn> turns) =>
        turns.Any(turn => turn.Feature is not null) ? [.. turns.Select(turn => turn.Feature?.Base64Text)] : null;

    // The older replies of versions before 4 are impressions without items.
    private static ConversationRecord AddOlderReplies(ConversationRecord record) =>
        record.OlderReplies is { IsDefaultOrEmpty: false } older
            ? (record with { OlderReplies = null, Impressions = [.. older.Select(ToImpression)] }).WithImpressions(
                record.Impressions
            )
            : record;

    private static Impression ToImpression(string reply) =>
        reply.Split(' ', 2) is [var id, { Length: > 0 } message]
            ? new(id, ItemId: "", ActivityId: message)
            : new(reply.TrimEnd(), ItemId: "");

    private static ImmutableArray<StoredTurn> AddFeatures(
        ImmutableArray<StoredTurn> turns,
        IReadOnlyList<string?>? features
    ) =>
        features?.Count == turns.Length
            ? [.. turns.Zip(features, (turn, feature) => feature is null ? turn : turn with { Feature = new(feature) })]
            : turns;

    // A newer process works on it: to begin anew would throw away what that one stored.
    private static NotSupportedException CreateNewerException(int version, JsonException? error = null) =>
        new(
            $"The record has version {version}, expected at most {ConversationRecord.CurrentVersion}. "
                + "Update this program, too.",
            error
        );

    // A newer layout has members that are unknown here, so only its version is read.
    private static int ReadVersion(string json)
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

    private sealed record Layout(int Version);
}
