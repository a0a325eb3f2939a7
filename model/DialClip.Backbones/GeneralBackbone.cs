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

    /// <summary>The metadata of that file that hold the digest of the whole model's weights.</summary>
    public const string DigestKey = "weights_digest";

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

    /// <summary>Creates the metadata of the trained file: the digest of the model with weights of 16 bits.</summary>
    /// <param name="packages">The weights of <see cref="ReadPackages"/>.</param>
    /// <param name="trained">See <see cref="Join"/>; their values are rounded as the file rounds them.</param>
    public static IReadOnlyDictionary<string, string> Describe(
        IReadOnlyDictionary<string, TensorData> packages,
        IReadOnlyDictionary<string, TensorData> trained
    )
    {
        var rounded = trained.ToDictionary(
            pair => pair.Key,
            pair => new TensorData(pair.Value.Shape, Array.ConvertAll(pair.Value.Values, value => (float)(Half)value)),
            StringComparer.Ordinal
        );
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [DigestKey] = Join(packages, rounded).ComputeDigest(),
        };
    }

    /// <summary>Reads the whole model, and verifies its digest.</summary>
    /// <param name="packages">The folder of the packages' files, as the build makes it.</param>
    /// <param name="trainedFile">The path of the trained weights.</param>
    /// <exception cref="InvalidDataException">
    /// A file is missing or another, or the weights are not those that the trained file was made over.
    /// </exception>
    public static ClipWeights Read(string packages, string trainedFile)
    {
        if (!File.Exists(trainedFile))
            throw new InvalidDataException(
                $"'{trainedFile}' is missing: the weights of the picture tower that are trained here. Take it from the "
                    + "repository, or train it with './build.sh train-default'."
            );
        var weights = Join(ReadPackages(packages), SafetensorsFile.Read(trainedFile));
        var expected = SafetensorsFile.ReadMetadata(trainedFile).GetValueOrDefault(DigestKey);
        var found = weights.ComputeDigest();
        return found == expected
            ? weights
            : throw new InvalidDataException(
                $"The weights of the packages and of '{trainedFile}' have the digest '{found}', but the file names "
                    + $"'{expected}' ({DigestKey}). The heads of the repository fit the latter: take the file and the "
                    + "packages' versions of one and the same commit."
            );
    }
}
