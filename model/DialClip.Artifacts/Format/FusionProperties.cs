using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>
/// The fusion of what is known of a candidate: its pixels, its caption (with name and keywords) and the words that it
/// shares with the query. Each value is the share, 0 to 1, of one kind of evidence; the rest is the other's.
/// </summary>
public sealed record FusionProperties
{
    /// <summary>
    /// Gets the share of the caption in a picture's vector for queries that are texts (t2v); pixels have the rest.
    /// </summary>
    /// <value>The default is 0: pixels alone.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double CaptionTextToPicture { get; init; }

    /// <summary>
    /// Gets the share of the caption in a picture's vector for queries that are pictures (v2v); pixels have the rest.
    /// </summary>
    /// <value>The default is 0: pixels alone.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double CaptionPictureToPicture { get; init; }

    /// <summary>
    /// Gets the share of the lexical score (BM25) in the score of a picture for a text; the cosine has the rest.
    /// </summary>
    /// <value>The default is 0: off.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LexicalTextToPicture { get; init; }

    /// <summary>
    /// Gets the share of the lexical score (BM25) in the score of a text for a text; the cosine has the rest.
    /// </summary>
    /// <value>The default is 0: off.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LexicalTextToText { get; init; }

    internal IEnumerable<string> Validate() =>
        [
            .. PropertyErrors.OutsideRange("fusion.captionTextToPicture", CaptionTextToPicture, 0, 1),
            .. PropertyErrors.OutsideRange("fusion.captionPictureToPicture", CaptionPictureToPicture, 0, 1),
            .. PropertyErrors.OutsideRange("fusion.lexicalTextToPicture", LexicalTextToPicture, 0, 1),
            .. PropertyErrors.OutsideRange("fusion.lexicalTextToText", LexicalTextToText, 0, 1),
        ];
}
