using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>The calibration of a head: a curve for each expert for which there were enough dialogs.</summary>
public sealed record CalibrationProperties
{
    /// <summary>Gets the curve of t2t, texts answered by texts; null when unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogisticProperties? TextToText { get; init; }

    /// <summary>Gets the curve of t2v, texts answered by pictures; null when unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogisticProperties? TextToPicture { get; init; }

    /// <summary>Gets the curve of v2t, pictures answered by texts; null when unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogisticProperties? PictureToText { get; init; }

    /// <summary>Gets the curve of v2v, pictures answered by pictures; null when unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogisticProperties? PictureToPicture { get; init; }

    /// <summary>Gets the curve of one of the head's experts; null when unknown.</summary>
    /// <param name="expert">The expert's number in the graph's output: 0 t2t, 1 t2v, 2 v2t, 3 v2v.</param>
    public LogisticProperties? ForExpert(int expert) =>
        expert switch
        {
            0 => TextToText,
            1 => TextToPicture,
            2 => PictureToText,
            3 => PictureToPicture,
            _ => throw new ArgumentOutOfRangeException(nameof(expert), expert, "A head has the experts 0 to 3."),
        };

    internal IEnumerable<string> Validate() =>
        [
            .. TextToText?.Validate("calibration.textToText") ?? [],
            .. TextToPicture?.Validate("calibration.textToPicture") ?? [],
            .. PictureToText?.Validate("calibration.pictureToText") ?? [],
            .. PictureToPicture?.Validate("calibration.pictureToPicture") ?? [],
        ];
}
