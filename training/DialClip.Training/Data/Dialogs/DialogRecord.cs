using System.Text.Json.Serialization;
using DialClip.Encoders;

namespace DialClip.Training.Data.Dialogs;

/// <summary>A recorded dialog and the replies that fit it.</summary>
/// <param name="Id">Unique within a data set.</param>
/// <param name="Turns">Messages, oldest first; the last one is the input.</param>
/// <param name="Accept">Catalog ids of fitting replies, best first; empty when the bot should stay silent.</param>
internal sealed record DialogRecord(string Id, IReadOnlyList<DialogMessage> Turns, IReadOnlyList<string> Accept)
{
    private const string TextPrefix = "text:";

    /// <summary>Gets the part of the data set that the publisher put the dialog into; null where a hash of the id decides.</summary>
    [JsonPropertyName("split"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DialogSplit? PublishedSplit { get; init; }

    /// <summary>Gets what the publisher says the next turn was; null where the accepted replies tell it.</summary>
    [JsonPropertyName("intent"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Intent? PublishedIntent { get; init; }

    /// <summary>Gets the catalog ids to rank, the accepted ones among them; null to rank the whole catalog.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Candidates { get; init; }

    /// <summary>Gets what dialogs with the same context share, where one response was taken apart; null for a dialog of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>Gets the message to answer.</summary>
    [JsonIgnore]
    public DialogMessage Input => Turns[^1];

    /// <summary>Gets the accepted pictures.</summary>
    [JsonIgnore]
    public IEnumerable<string> AcceptedPictures => Accept.Where(id => !IsText(id));

    /// <summary>Gets the accepted texts.</summary>
    [JsonIgnore]
    public IEnumerable<string> AcceptedTexts => Accept.Where(IsText);

    /// <summary>Gets the split.</summary>
    [JsonIgnore]
    public DialogSplit Split => PublishedSplit ?? HashSplit.Of(Id);

    /// <summary>Gets what the next turn should be: the kind of the first accepted reply, which is the best one.</summary>
    [JsonIgnore]
    public Intent Intent =>
        PublishedIntent
        ?? (
            Accept.Count == 0 ? Intent.Silence
            : IsText(Accept[0]) ? Intent.Text
            : Intent.Picture
        );

    /// <summary>Tells whether a catalog id names a text.</summary>
    public static bool IsText(string id) => id.StartsWith(TextPrefix, StringComparison.Ordinal);
}
