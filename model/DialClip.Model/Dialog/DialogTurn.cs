using System.Numerics.Tensors;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;

namespace DialClip.Model.Dialog;

/// <summary>A turn of a dialog: a text or a picture.</summary>
public sealed record DialogTurn : IContextTurn
{
    /// <summary>Gets the sender.</summary>
    public required Speaker Speaker { get; init; }

    /// <summary>Gets the modality.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Gets the text of a text turn.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the pixels of a picture; null when only its feature is stored.</summary>
    public RgbImage? Picture { get; init; }

    /// <summary>Gets the catalog's id of a picture that came from the catalog.</summary>
    public string? PictureId { get; init; }

    /// <summary>Gets the feature; null when the turn is not encoded yet.</summary>
    public TurnFeature? Feature { get; init; }

    /// <summary>Creates a text turn.</summary>
    public static DialogTurn FromText(Speaker speaker, string text) =>
        new()
        {
            Speaker = speaker,
            Modality = Modality.Text,
            Text = text,
        };

    /// <summary>Creates a picture turn.</summary>
    public static DialogTurn FromPicture(Speaker speaker, RgbImage picture) =>
        new()
        {
            Speaker = speaker,
            Modality = Modality.Picture,
            Picture = picture,
        };

    int IContextTurn.FeatureLength => Feature?.Values.Length ?? 0;

    void IContextTurn.CopyFeatureTo(Span<float> destination) =>
        TensorPrimitives.ConvertToSingle(Feature?.Values ?? [], destination);
}
