using DialClip.Training.Data.Corpus;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>Everything that pictures may show, with the text tower's features of its captions.</summary>
/// <remarks>First the stickers in their order, then the classes of photos.</remarks>
internal sealed class PictureConcepts : IDisposable
{
    /// <summary>The number of captions of a concept.</summary>
    public const int Captions = 4;

    private PictureConcepts(IReadOnlyList<Sticker> stickers, IReadOnlyList<PhotoConcept> classes, Tensor features)
    {
        (Stickers, Classes, Features) = (stickers, classes, features);
        using var scope = NewDisposeScope();
        Means = functional.normalize(features.mean([1]), dim: -1).DetachFromDisposeScope();
    }

    /// <summary>Gets the stickers.</summary>
    public IReadOnlyList<Sticker> Stickers { get; }

    /// <summary>Gets the classes of photos.</summary>
    public IReadOnlyList<PhotoConcept> Classes { get; }

    /// <summary>Gets the features of all captions, (N, 4, D), unit length.</summary>
    public Tensor Features { get; }

    /// <summary>Gets the mean feature of each concept's captions, (N, D), unit length.</summary>
    public Tensor Means { get; }

    /// <summary>Encodes the captions of stickers and classes.</summary>
    /// <param name="stickers">The stickers.</param>
    /// <param name="classes">The classes of photos.</param>
    /// <param name="getDescription">Gets the description of a class; null where it has none.</param>
    /// <param name="encode">Encodes texts into (texts, D), unit length.</param>
    public static PictureConcepts Encode(
        IReadOnlyList<Sticker> stickers,
        IReadOnlyList<PhotoConcept> classes,
        Func<PhotoConcept, string?> getDescription,
        Func<IReadOnlyList<string>, Tensor> encode
    )
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        string[] captions =
        [
            .. stickers.SelectMany(WriteCaptions),
            .. classes.SelectMany(photoClass => WriteCaptions(photoClass, getDescription(photoClass))),
        ];
        var features = encode(captions).view(stickers.Count + classes.Count, Captions, -1); // (N, 4, D)
        return new(stickers, classes, features.DetachFromDisposeScope());
    }

    /// <summary>Writes the captions of a sticker.</summary>
    public static IReadOnlyList<string> WriteCaptions(Sticker sticker) =>
        [
            sticker.Name,
            $"{sticker.Name}, {string.Join(", ", sticker.Keywords)}",
            string.Join(", ", sticker.Phrases),
            $"a sticker of {sticker.Name}",
        ];

    /// <summary>Writes the captions of a class of photos.</summary>
    public static IReadOnlyList<string> WriteCaptions(PhotoConcept photoClass, string? description) =>
        [
            photoClass.Name,
            $"a photo of a {photoClass.Name}",
            description is null ? $"a picture of one {photoClass.Name}" : $"{photoClass.Name}. {description}",
            $"a close-up photo of the {photoClass.Name}",
        ];

    public void Dispose()
    {
        Features.Dispose();
        Means.Dispose();
    }
}
