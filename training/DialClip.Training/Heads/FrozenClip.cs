using System.Text.Json;
using DialClip.Encoders.Imaging;
using DialClip.Encoders.Text;
using DialClip.Shared.IO;
using DialClip.Training.Checkpoints;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>A frozen CLIP in TorchSharp, with its tokenizer and preprocessing.</summary>
internal sealed class FrozenClip : IDisposable
{
    // Words of different lengths, which identify a vocabulary by their tokens.
    private const string VocabularyProbe =
        "a photo of the quick brown foxes jumping over lazy dogs, isn't it? 12345 unbelievably naive cafe";

    private readonly FeatureCache? cache;
    private readonly GridFile? gridFile;
    private readonly PictureGrids? grids;
    private float[] pixels = [];

    /// <param name="weights">The model.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="preprocessing">The preprocessing of pictures; null for OpenAI's.</param>
    /// <param name="device">The device; null for the CPU. On CUDA the towers are bfloat16.</param>
    /// <param name="cache">The cache of features of single texts and pictures; null for none.</param>
    /// <param name="gridFile">The cache of the grids of a tower with a frozen stem; null for none.</param>
    public FrozenClip(
        ClipWeights weights,
        ITextTokenizer tokenizer,
        ClipPreprocessing? preprocessing = null,
        Device? device = null,
        FeatureCache? cache = null,
        GridFile? gridFile = null
    )
    {
        (this.cache, this.gridFile) = (cache, gridFile);
        Weights = weights;
        Tokenizer = tokenizer;
        Device = device ?? CPU;
        Preprocessor = (preprocessing ?? ClipPreprocessing.OpenAi).CreatePreprocessor(weights.Config.Vision.ImageSize);
        Towers = new ClipTowers(weights.Config);
        ModuleWeights.Load(Towers, weights.Tensors, "the checkpoint");
        foreach (var parameter in Towers.parameters())
            parameter.requires_grad = false;
        Towers.eval();
        if (Device.type == DeviceType.CUDA)
            Towers.to(Device, ScalarType.BFloat16);
        if (Towers.Visual is ResNetVitTower tower)
            grids = new(tower, ToPixels, gridFile);
    }

    /// <summary>Loads a checkpoint with its tokenizer and preprocessing.</summary>
    /// <param name="folder">The checkpoint, in the layout of open_clip or Hugging Face.</param>
    /// <param name="device">The device; null for the CPU.</param>
    /// <param name="cacheFolder">The folder of feature caches; null for none.</param>
    /// <exception cref="InvalidDataException">A file is missing or malformed.</exception>
    public static FrozenClip Load(string folder, Device? device = null, string? cacheFolder = null)
    {
        var read = ClipCheckpoint.Load(folder);
        var tokenizer = ClipVocabulary.Load(folder, read);
        var weights = ClipVocabulary.CutEmbeddings(read, tokenizer);
        var preprocessing = ClipPreprocessing.Read(folder);
        var key = ComputeCacheKey(weights, tokenizer, preprocessing, device);
        return new(
            weights,
            tokenizer,
            preprocessing,
            device,
            cacheFolder is null ? null : FeatureCache.Open(cacheFolder, key, weights.Config.Dimension),
            cacheFolder is null || weights.Config.Vision.Type != VisionTowerType.ResNetVit
                ? null
                : new GridFile(
                    Path.Combine(cacheFolder, key[..16] + ".grids"),
                    new PooledGrid(weights.Config.Vision).Length
                )
        );
    }

    // Everything that determines a feature besides its input: weights, dimensions, activation, preprocessing,
    // vocabulary
    // and precision.
    private static string ComputeCacheKey(
        ClipWeights weights,
        ITextTokenizer tokenizer,
        ClipPreprocessing preprocessing,
        Device? device
    )
    {
        // The key outlives the process, so it must not depend on the culture; JSON does not.
        var identity =
            $"{weights.ComputeDigest()}|{JsonSerializer.Serialize(weights.Config)}|"
            + $"{JsonSerializer.Serialize(preprocessing)}|{tokenizer.VocabularySize}|"
            + $"{string.Join(',', tokenizer.Encode(VocabularyProbe))}|{device?.type ?? DeviceType.CPU}";
        return Digest.Compute(identity).ToString();
    }

    public ClipWeights Weights { get; }

    public ITextTokenizer Tokenizer { get; }

    public ImagePreprocessor Preprocessor { get; }

    public ClipTowers Towers { get; }

    /// <summary>Gets the device.</summary>
    public Device Device { get; }

    /// <summary>Gets the features without prompts of what heads without prompts read.</summary>
    public PlainFeatures PlainFeatures { get; } = new();

    /// <summary>Gets whether a frozen part of the vision tower runs once a picture, whatever the prompts.</summary>
    public bool HasFrozenStem => grids is not null;

    /// <summary>Encodes one text into D values of unit length.</summary>
    public float[] EncodeText(string text) =>
        GetFeature(FeatureCache.ComputeKey(text), () => TextEncoding.Encode(Towers.Text, [Tokenizer.Encode(text)]));

    /// <summary>Encodes one picture into D values of unit length.</summary>
    public float[] EncodePicture(RgbImage picture) => EncodeCrop(Preprocessor.ResizeAndCrop(picture));

    /// <summary>Encodes one preprocessed picture into D values of unit length.</summary>
    /// <param name="crop">uint8 (S, S, 3), of <see cref="Preprocessor"/>.</param>
    public float[] EncodeCrop(byte[] crop) =>
        GetFeature(
            FeatureCache.ComputeKey(crop),
            () => nn.functional.normalize(EncodePictures([crop], null).to(ScalarType.Float32), dim: -1)
        );

    /// <summary>Encodes preprocessed pictures; a frozen stem runs once a picture.</summary>
    /// <param name="crops">N pictures, uint8 (S, S, 3) each, of <see cref="Preprocessor"/>.</param>
    /// <param name="deepPrompts">(N or 1, L, P, W), or null for none.</param>
    /// <returns>(N, D), not normalized.</returns>
    public Tensor EncodePictures(IReadOnlyList<byte[]> crops, Tensor? deepPrompts)
    {
        using var scope = NewDisposeScope();
        var features =
            grids is not null && Towers.Visual is ResNetVitTower tower
                ? tower.EncodeGrids(grids.Get(crops), deepPrompts)
                : Towers.Visual.call(ToPixels(crops), deepPrompts);
        return features.MoveToOuterDisposeScope();
    }

    /// <summary>Builds the vision tower's input. Not thread-safe.</summary>
    /// <param name="crops">N pictures, uint8 (S, S, 3) each, of <see cref="Preprocessor"/>.</param>
    /// <returns>(N, 3, S, S).</returns>
    public Tensor ToPixels(IReadOnlyList<byte[]> crops)
    {
        var size = Preprocessor.Size;
        var pixelCount = 3 * size * size;
        // Reused, because most steps need the same size, and ten megabytes of garbage per step accumulate.
        if (pixels.Length != crops.Count * pixelCount)
            pixels = new float[crops.Count * pixelCount];
        for (var index = 0; index < crops.Count; index++)
            Preprocessor.Normalize(crops[index], pixels.AsSpan(index * pixelCount, pixelCount));
        return tensor(pixels, [crops.Count, 3, size, size], device: Device);
    }

    public void Dispose()
    {
        Towers.Dispose();
        cache?.Dispose();
        gridFile?.Dispose();
        PlainFeatures.Dispose();
    }

    private float[] GetFeature(string key, Func<Tensor> encode)
    {
        return cache is null ? Encode() : cache.GetOrAdd(key, Encode);

        float[] Encode()
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            return ModuleWeights.Read(encode()).Values;
        }
    }
}
