using System.Text.Json.Serialization;
using DialClip.Model.Dialog;

namespace DialClip.Model.Artifacts;

/// <summary>What the cosines of each of a head's experts are worth; an expert that too few dialogs told about is left out.</summary>
public sealed record CalibrationProperties
{
    /// <summary>Gets that of texts answered by texts; null when unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogisticProperties? TextToText { get; init; }

    /// <summary>Gets that of texts answered by pictures; null when unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogisticProperties? TextToPicture { get; init; }

    /// <summary>Gets that of pictures answered by texts; null when unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogisticProperties? PictureToText { get; init; }

    /// <summary>Gets that of pictures answered by pictures; null when unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogisticProperties? PictureToPicture { get; init; }

    /// <summary>Gets that of an input and a response; null when unknown.</summary>
    public LogisticProperties? Of(Modality input, Modality response) =>
        (input, response) switch
        {
            (Modality.Text, Modality.Text) => TextToText,
            (Modality.Text, _) => TextToPicture,
            (_, Modality.Text) => PictureToText,
            _ => PictureToPicture,
        };

    internal IEnumerable<string> Faults() =>
        [
            .. TextToText?.Faults("calibration.textToText") ?? [],
            .. TextToPicture?.Faults("calibration.textToPicture") ?? [],
            .. PictureToText?.Faults("calibration.pictureToText") ?? [],
            .. PictureToPicture?.Faults("calibration.pictureToPicture") ?? [],
        ];
}
