using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Imaging;
using DialClip.Encoders.Onnx;
using DialClip.Encoders.Text;
using DialClip.Shared.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialClip.Encoders;

/// <summary>The two frozen towers of a CLIP model with their tokenizer and picture preprocessor. Thread-safe.</summary>
public sealed class Backbone : IDisposable
{
    private readonly OnnxGraph text;
    private readonly OnnxGraph vision;

    private Backbone(
        ArtifactFolder folder,
        BackboneProperties properties,
        ITextTokenizer tokenizer,
        OnnxGraph text,
        OnnxGraph vision
    )
    {
        (Properties, Digest, Tokenizer) = (properties, folder.Digest, tokenizer);
        (this.text, this.vision) = (text, vision);
        Preprocessor = new ImagePreprocessor(
            properties.Vision.ImageSize,
            properties.Vision.Mean,
            properties.Vision.Std,
            PictureResize.Create(properties.Vision.Resize, properties.Vision.ImageSize)
        );
    }

    /// <summary>Gets the properties of the towers.</summary>
    public BackboneProperties Properties { get; }

    /// <summary>Gets the digest of this export; features of another export differ in the last bits.</summary>
    public string Digest { get; }

    /// <summary>Gets the tokenizer.</summary>
    public ITextTokenizer Tokenizer { get; }

    /// <summary>Gets the picture preprocessor.</summary>
    public ImagePreprocessor Preprocessor { get; }

    /// <summary>Gets D, the number of values in a feature.</summary>
    public int Dimension => Properties.Dimension;

    /// <summary>Opens a backbone's folder.</summary>
    /// <exception cref="ArtifactException">A file is missing, damaged or does not fit the manifest.</exception>
    /// <exception cref="InvalidOperationException">A native library cannot be loaded.</exception>
    public static Backbone Load(ArtifactFolder folder, EncoderOptions options, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        logger ??= NullLogger.Instance;
        // Pictures are decoded only later; without the library nothing should look ready.
        PictureLibrary.Require();
        var properties = folder.Properties<BackboneProperties>();
        var tokenizer = TokenizerLoader.Load(folder, properties.Text);
        var text = OnnxGraph.Open(
            folder,
            "text.onnx",
            [
                TensorSpec.Int64("input_ids", -1, -1),
                TensorSpec.Int64("eot", -1),
                TensorSpec.Float("deep_prompts", -1, properties.Text.Layers, -1, properties.Text.Width),
            ],
            [TensorSpec.Float("features", -1, properties.Dimension)],
            options,
            logger
        );
        OnnxGraph? vision = null;
        try
        {
            // Where CUDA failed once it is not tried, and not warned of, again.
            vision = OnnxGraph.Open(
                folder,
                "vision.onnx",
                [
                    TensorSpec.Float("pixels", -1, 3, properties.Vision.ImageSize, properties.Vision.ImageSize),
                    TensorSpec.Float("deep_prompts", -1, properties.Vision.Layers, -1, properties.Vision.Width),
                ],
                [TensorSpec.Float("features", -1, properties.Dimension)],
                options with
                {
                    Provider = text.Provider,
                },
                logger
            );
            return new(folder, properties, tokenizer, text, vision);
        }
        catch
        {
            text.Dispose();
            vision?.Dispose();
            throw;
        }
    }

    /// <summary>Creates empty prompts for a batch, in the shape of the tower of a modality.</summary>
    public DeepPrompts NoPrompts(Modality modality, int batch) =>
        modality == Modality.Text
            ? DeepPrompts.None(batch, Properties.Text.Layers, Properties.Text.Width)
            : DeepPrompts.None(batch, Properties.Vision.Layers, Properties.Vision.Width);

    /// <summary>Encodes texts; the other texts of a batch do not affect a feature.</summary>
    /// <param name="inputIds">The ids of each text from start to end token, at most the context length.</param>
    /// <param name="prompts">(B, text layers, P, text width).</param>
    /// <param name="cancellationToken">Cancels the forward pass.</param>
    /// <returns>(B, D), not normalised.</returns>
    public float[] EncodeText(IReadOnlyList<int[]> inputIds, DeepPrompts prompts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputIds);
        var batch = inputIds.Count;
        RequireFit(prompts, NoPrompts(Modality.Text, batch));
        if (batch == 0)
            return [];
        var length = inputIds.Max(ids => ids.Length);
        if (length > Tokenizer.ContextLength || inputIds.Any(ids => ids.Length < 2))
            throw new ArgumentException(
                $"The texts have {inputIds.Min(ids => ids.Length)} to {length} token ids; expected 2 to "
                    + $"{Tokenizer.ContextLength}, start and end included.",
                nameof(inputIds)
            );
        var padded = TextBatch.Pad(inputIds);
        return text.Run(
            [
                GraphTensor.Create(padded.InputIds, batch, length),
                GraphTensor.Create(padded.EndPositions, batch),
                ToTensor(prompts),
            ],
            cancellationToken
        )[0].Floats;
    }

    /// <summary>Encodes preprocessed pictures.</summary>
    /// <param name="pixels">(B, 3, S, S), as <see cref="Preprocessor"/> makes them.</param>
    /// <param name="batch">B.</param>
    /// <param name="prompts">(B, vision layers, P, vision width).</param>
    /// <param name="cancellationToken">Cancels the forward pass.</param>
    /// <returns>(B, D), not normalised.</returns>
    public float[] EncodePixels(float[] pixels, int batch, DeepPrompts prompts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var side = Preprocessor.Size;
        if (pixels.LongLength != (long)batch * 3 * side * side)
            throw new ArgumentException(
                $"{pixels.Length} values do not make {batch} pictures of 3 x {side} x {side}.",
                nameof(pixels)
            );
        RequireFit(prompts, NoPrompts(Modality.Picture, batch));
        return batch == 0
            ? []
            : vision
                .Run([GraphTensor.Create(pixels, batch, 3, side, side), ToTensor(prompts)], cancellationToken)[0]
                .Floats;
    }

    /// <summary>Encodes texts without prompts, as turn features and baselines need them.</summary>
    /// <param name="texts">B texts; each is cut to the context length.</param>
    /// <param name="cancellationToken">Cancels the forward pass.</param>
    /// <returns>(B, D), unit length.</returns>
    public float[] EncodeText(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var ids = texts.Select(Tokenizer.Encode).ToList();
        return Normalize(EncodeText(ids, NoPrompts(Modality.Text, ids.Count), cancellationToken));
    }

    /// <summary>Preprocesses and encodes pictures without prompts, as turn features and baselines need them.</summary>
    /// <param name="pictures">B pictures of any size.</param>
    /// <param name="cancellationToken">Cancels the forward pass.</param>
    /// <returns>(B, D), unit length.</returns>
    public float[] EncodePictures(IReadOnlyList<RgbImage> pictures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return Normalize(EncodePictures(pictures, NoPrompts(Modality.Picture, pictures.Count), cancellationToken));
    }

    /// <summary>Preprocesses and encodes pictures.</summary>
    /// <param name="pictures">B pictures of any size.</param>
    /// <param name="prompts">(B, vision layers, P, vision width).</param>
    /// <param name="cancellationToken">Cancels the forward pass.</param>
    /// <returns>(B, D), not normalised.</returns>
    public float[] EncodePictures(
        IReadOnlyList<RgbImage> pictures,
        DeepPrompts prompts,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var size = 3 * Preprocessor.Size * Preprocessor.Size;
        var pixels = new float[pictures.Count * size]; // (B, 3, S, S)
        for (var i = 0; i < pictures.Count; i++)
            Preprocessor.ToPixels(pictures[i]).CopyTo(pixels, i * size);
        return EncodePixels(pixels, pictures.Count, prompts, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        text.Dispose();
        vision.Dispose();
    }

    private float[] Normalize(float[] features)
    {
        VectorMath.NormalizeRows(features, Dimension, "A tower");
        return features;
    }

    private static GraphTensor ToTensor(DeepPrompts prompts) =>
        GraphTensor.Create(prompts.Values, prompts.Batch, prompts.Layers, prompts.Count, prompts.Width);

    private static void RequireFit(DeepPrompts prompts, DeepPrompts tower)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        if ((prompts.Batch, prompts.Layers, prompts.Width) != (tower.Batch, tower.Layers, tower.Width))
            throw new ArgumentException(
                $"Deep prompts are of shape ({prompts.Batch}, {prompts.Layers}, {prompts.Count}, {prompts.Width}), "
                    + $"but the tower takes ({tower.Batch}, {tower.Layers}, any, {tower.Width}).",
                nameof(prompts)
            );
    }
}
