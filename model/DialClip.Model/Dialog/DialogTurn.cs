using System.Numerics.Tensors;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;

namespace DialClip.Model.Dialog;

/// <summary>One element of a dialog: a text or a picture.</summary>
public sealed record DialogTurn : IContextTurn
{
    /// <summary>Gets who said it.</summary>
    public required Speaker Speaker { get; init; }

    /// <summary>Gets whether it is a text or a picture.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Gets the words of a text.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the pixels of a picture; null once its feature is all that is kept.</summary>
    public RgbImage? Picture { get; init; }

    /// <summary>Gets the catalog's id of a picture that came from the catalog.</summary>
    public string? PictureId { get; init; }

    /// <summary>Gets what the frozen tower made of it, if it did.</summary>
    public TurnFeature? Feature { get; init; }

    /// <summary>Makes a text turn.</summary>
    public static DialogTurn FromText(Speaker speaker, string text) =>
        new()
        {
            Speaker = speaker,
            Modality = Modality.Text,
            Text = text,
        };

    /// <summary>Makes a picture turn.</summary>
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
