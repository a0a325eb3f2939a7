using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DialClip.Shared.Erasure;

/// <summary>Removes what a user said and rated from the JSON of a conversation's record.</summary>
internal static class UserErasure
{
    // As records are written: only this code reads them.
    private static readonly JsonSerializerOptions AsWritten = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What a record holds of a user.</summary>
    public enum Finding
    {
        /// <summary>Nothing.</summary>
        Nothing,

        /// <summary>
        /// Nothing that names the user, but turns that name nobody: they were stored before records named speakers.
        /// </summary>
        Unattributed,

        /// <summary>Something beside what others said, which the new JSON does not have any more.</summary>
        Part,

        /// <summary>All that people said, or the JSON cannot be read: the whole record has to go.</summary>
        Whole,
    }

    /// <summary>Removes a user from a record.</summary>
    /// <param name="json">The JSON of the record.</param>
    /// <param name="features">The features of its turns; null where they stand in the JSON, or there are none.</param>
    /// <param name="user">The hash of the user.</param>
    /// <returns>The finding; and for <see cref="Finding.Part"/> the new JSON and features.</returns>
    public static (Finding Finding, string Json, IReadOnlyList<string?>? Features) Remove(
        string json,
        IReadOnlyList<string?>? features,
        string user
    )
    {
        if (Parse(json) is not { } record || GetObjects(record["turns"]) is not { } turns)
            // Without a way to tell, the user comes first.
            return json.Contains(user, StringComparison.Ordinal)
                ? (Finding.Whole, json, features)
                : (Finding.Unattributed, json, features);
        var users = turns.Select(turn => IsOfPeople(turn) ? GetText(turn["user"]) ?? "" : null).ToList();
        var isOfUser = users.Select(one => one == user).ToList();
        var hasOthers = users.Any(one => one is { Length: > 0 } && one != user);
        var hasUnknown = users.Contains("");
        var ratings = RemoveRatings(record, user);
        if (isOfUser.Contains(true) && !hasOthers)
            return (Finding.Whole, json, features);
        if (!isOfUser.Contains(true) && ratings == 0)
            return (hasUnknown ? Finding.Unattributed : Finding.Nothing, json, features);
        // Ids of messages may hold what the user is called by: those of the turns that stay are enough.
        var kept = turns.Where((_, index) => !isOfUser[index]).ToList();
        if (isOfUser.Contains(true) && record["activities"] is JsonArray activities)
        {
            var stay = kept.Select(turn => GetText(turn["id"])).ToHashSet();
            activities.RemoveAll(id => !stay.Contains(GetText(id)));
        }
        record["turns"] = new JsonArray([.. kept.Select(turn => turn.DeepClone())]);
        var others = features?.Count == turns.Count ? [.. features.Where((_, index) => !isOfUser[index])] : features;
        return (Finding.Part, record.ToJsonString(AsWritten), others);
    }

    /// <summary>Gets the impression ids of a record's replies.</summary>
    public static IReadOnlyList<string> GetImpressions(string json)
    {
        if (Parse(json) is not { } record)
            return [];
        var older = (record["olderReplies"] as JsonArray)?.Select(GetText).OfType<string>() ?? [];
        return
        [
            .. (GetObjects(record["impressions"]) ?? []).Select(one => GetText(one["id"])).OfType<string>(),
            .. older.Select(reply => reply.Split(' ')[0]),
        ];
    }

    private static int RemoveRatings(JsonObject record, string user)
    {
        var removed = 0;
        foreach (var impression in GetObjects(record["impressions"]) ?? [])
            if (impression["ratings"] is JsonArray ratings)
                removed += ratings.RemoveAll(rating => GetText((rating as JsonObject)?["rater"]) == user);
        return removed;
    }

    // The bot's speaker is 1.
    private static bool IsOfPeople(JsonObject turn) =>
        turn["speaker"] is not JsonValue speaker || !speaker.TryGetValue<int>(out var value) || value == 0;

    private static JsonObject? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<JsonObject>? GetObjects(JsonNode? node) =>
        node is JsonArray array && array.All(item => item is JsonObject) ? [.. array.OfType<JsonObject>()] : null;

    private static string? GetText(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
