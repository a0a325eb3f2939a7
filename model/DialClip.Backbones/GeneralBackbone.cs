using DialClip.Backbones.Packages;
using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones;

/// <summary>
/// The backbone <c>general</c>: MiniLM's text tower, and ResNet-18's grid with a tower that is trained here.
/// </summary>
public static class GeneralBackbone
{
    /// <summary>The backbone's name in a store.</summary>
    public const string Id = "general";

    /// <summary>The file of the trained weights, below model/backbone.</summary>
    public const string TrainedFile = "picture-tower.safetensors";

    private const double TextEpsilon = 1e-12;

    /// <summary>Gets the towers.</summary>
    public static ClipConfig Config { get; } =
        new(
            384,
            new(Width: 384, Layers: 6, Heads: 12, VocabularySize: 30522, ContextLength: 128)
            {
                Type = TextTowerType.Bert,
                TokenTypes = 2,
                Activation = Activation.Gelu,
                LayerNormEpsilon = TextEpsilon,
            },
            new(Width: 256, Layers: 2, Heads: 4, ResNet18Package.ImageSize, VisionTowerConfig.StemStride)
            {
                Type = VisionTowerType.ResNetVit,
                StemWidth = ResNet18Package.StemWidth,
                PooledGrid = 4,
                BypassWidth = 1024,
                Activation = Activation.Gelu,
            }
        );

    /// <summary>Reads the weights that come from packages, under their names in the backbone.</summary>
    /// <param name="packages">The folder of the packages' files, as the build makes it.</param>
    /// <exception cref="InvalidDataException">A file is missing or another.</exception>
    public static IReadOnlyDictionary<string, TensorData> ReadPackages(string packages)
    {
        var weights = new Dictionary<string, TensorData>(MiniLmPackage.ReadWeights(packages), StringComparer.Ordinal);
        foreach (var (name, tensor) in ResNet18Package.ReadWeights(packages))
            weights[name] = tensor;
        // Texts are cut to the context: the positions behind it are never read.
        var text = Config.Text;
        weights[BertNames.Positions] = weights[BertNames.Positions].TakeRows(text.ContextLength);
        return weights;
    }

    /// <summary>Joins the weights of the packages with those that were trained.</summary>
    /// <param name="packages">The weights of <see cref="ReadPackages"/>.</param>
    /// <param name="trained">
    /// The weights for which <see cref="ResNetVitNames.IsTrained"/> holds, and <c>logit_scale</c>, the natural
    /// logarithm of the factor on cosines.
    /// </param>
    /// <exception cref="InvalidDataException">A weight is missing, surplus or of another shape.</exception>
    public static ClipWeights Join(
        IReadOnlyDictionary<string, TensorData> packages,
        IReadOnlyDictionary<string, TensorData> trained
    )
    {
        var tensors = new Dictionary<string, TensorData>(packages, StringComparer.Ordinal);
        foreach (var (name, tensor) in trained)
            if (!tensors.TryAdd(name, tensor))
                throw new InvalidDataException($"The trained weights hold '{name}', which comes from a package.");
        var weights = new ClipWeights(Config, tensors);
        weights.Validate(TrainedFile);
        return weights;
    }
}
