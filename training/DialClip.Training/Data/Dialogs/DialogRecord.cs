using System.Text.Json.Serialization;
using DialClip.Encoders;

namespace DialClip.Training.Data.Dialogs;

/// <summary>A recorded dialog and its accepted replies.</summary>
/// <param name="Id">The id, unique within a data set.</param>
/// <param name="Turns">The messages, oldest first; the last one is the input.</param>
/// <param name="Accept">Ids of accepted catalog items, best first; empty where the bot should stay silent.</param>
internal sealed record DialogRecord(string Id, IReadOnlyList<DialogMessage> Turns, IReadOnlyList<string> Accept)
{
    private const string TextPrefix = "text:";

    /// <summary>Gets the published split; null where a hash of the id decides.</summary>
    [JsonPropertyName("split"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DialogSplit? PublishedSplit { get; init; }

    /// <summary>Gets the published intent of the next turn; null where it follows from the accepted replies.</summary>
    [JsonPropertyName("intent"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Intent? PublishedIntent { get; init; }

    /// <summary>
    /// Gets the kind of dialog, by which decisions are reported, such as "task-alone"; null for none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>Gets the ids to rank, the accepted ones included; null to rank the whole catalog.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Candidates { get; init; }

    /// <summary>
    /// Gets the key of dialogs that share one context, where a response of several elements was split; null for others.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>Gets the file and line that the dialog was read from, for messages; empty for none.</summary>
    [JsonIgnore]
    public string Location { get; init; } = "";

    /// <summary>Gets the input: the message to answer.</summary>
    [JsonIgnore]
    public DialogMessage Input => Turns[^1];

    /// <summary>Gets the ids of accepted pictures.</summary>
    [JsonIgnore]
    public IEnumerable<string> AcceptedPictures => Accept.Where(id => !IsText(id));

    /// <summary>Gets the ids of accepted texts.</summary>
    [JsonIgnore]
    public IEnumerable<string> AcceptedTexts => Accept.Where(IsText);

    /// <summary>Gets the split, published or by a hash of the id.</summary>
    [JsonIgnore]
    public DialogSplit Split => PublishedSplit ?? HashSplit.GetSplit(Id);

    /// <summary>Gets the intent of the next turn, published or by the kind of the best accepted reply.</summary>
    [JsonIgnore]
    public Intent Intent =>
        PublishedIntent
        ?? (
            Accept.Count == 0 ? Intent.Silence
            : IsText(Accept[0]) ? Intent.Text
            : Intent.Picture
        );

    /// <summary>Determines whether an id is that of a text.</summary>
    public static bool IsText(string id) => id.StartsWith(TextPrefix, StringComparison.Ordinal);
}
