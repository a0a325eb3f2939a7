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

/// <summary>A CLIP model whose weights no gradient reaches, with what makes its inputs.</summary>
internal sealed class FrozenClip : IDisposable
{
    // Words of every length: two vocabularies that cut them alike are one for all that is encoded here.
    private const string VocabularyProbe =
        "a photo of the quick brown foxes jumping over lazy dogs, isn't it? 12345 unbelievably naive cafe";

    private readonly FeatureCache? cache;
    private float[] pixels = [];

    /// <param name="weights">The model.</param>
    /// <param name="tokenizer">Its vocabulary.</param>
    /// <param name="preprocessing">How it wants its pixels; null for OpenAI's way.</param>
    /// <param name="device">Where it runs; null for the CPU. On CUDA the towers are bfloat16.</param>
    /// <param name="cache">Where features of single texts and pictures are kept; null to make them each time.</param>
    public FrozenClip(
        ClipWeights weights,
        ClipTokenizer tokenizer,
        ClipPreprocessing? preprocessing = null,
        Device? device = null,
        FeatureCache? cache = null
    )
    {
        this.cache = cache;
        Weights = weights;
        Tokenizer = tokenizer;
        Device = device ?? CPU;
        var (mean, std) = preprocessing ?? ClipPreprocessing.OpenAi;
        Preprocessor = new ImagePreprocessor(weights.Config.Vision.ImageSize, mean, std);
        Towers = new ClipTower(weights.Config);
        ModuleWeights.Load(Towers, weights.Tensors, "the checkpoint");
        foreach (var parameter in Towers.parameters())
            parameter.requires_grad = false;
        Towers.eval();
        if (Device.type == DeviceType.CUDA)
            Towers.to(Device, ScalarType.BFloat16);
    }

    /// <summary>Loads a checkpoint with its vocabulary and its own preprocessing.</summary>
    /// <param name="folder">The checkpoint, in open_clip's or Hugging Face's layout.</param>
    /// <param name="device">Where it runs; null for the CPU.</param>
    /// <param name="cacheFolder">The folder of all feature caches; null to keep none.</param>
    /// <exception cref="InvalidDataException">Something is missing or does not fit.</exception>
    public static FrozenClip Load(string folder, Device? device = null, string? cacheFolder = null)
    {
        var weights = ClipCheckpoint.Load(folder);
        var tokenizer = ClipVocabulary.Load(folder, weights.Config.Text.ContextLength);
        return new(
            weights,
            tokenizer,
            ClipPreprocessing.Read(folder),
            device,
            cacheFolder is null
                ? null
                : FeatureCache.Open(cacheFolder, KeyOf(folder, weights, device), weights.Config.Dimension)
        );
    }

    // All that a feature hangs on beside what is encoded: weights, sizes and activation, preprocessing, vocabulary,
    // precision.
    private static string KeyOf(string folder, ClipWeights weights, Device? device)
    {
        var (mean, std) = ClipPreprocessing.Read(folder);
        var tokenizer = ClipVocabulary.Load(folder, weights.Config.Text.ContextLength);
        // JSON is the same in every culture, as the key must be: it names a folder that outlives the process.
        var facts =
            $"{weights.ComputeDigest()}|{JsonSerializer.Serialize(weights.Config)}|"
            + $"{JsonSerializer.Serialize(mean)}|{JsonSerializer.Serialize(std)}|{tokenizer.VocabularySize}|"
            + $"{string.Join(',', tokenizer.Encode(VocabularyProbe))}|{device?.type ?? DeviceType.CPU}";
        return Digest.Compute(facts).ToString();
    }

    public ClipWeights Weights { get; }

    public ClipTokenizer Tokenizer { get; }

    public ImagePreprocessor Preprocessor { get; }

    public ClipTower Towers { get; }

    /// <summary>Gets where it runs.</summary>
    public Device Device { get; }

    /// <summary>Gets the feature of one text, D values of unit length.</summary>
    public float[] EncodeText(string text) =>
        Kept(FeatureCache.KeyOf(text), () => TextEncoding.Encode(Towers.Text, [Tokenizer.Encode(text)]));

    /// <summary>Gets the feature of one picture, D values of unit length.</summary>
    public float[] EncodePicture(RgbImage picture) => EncodeCrop(Preprocessor.ResizeAndCrop(picture));

    /// <summary>Gets the feature of one picture, D values of unit length.</summary>
    /// <param name="crop">uint8 (S, S, 3), as <see cref="Preprocessor"/> makes it.</param>
    public float[] EncodeCrop(byte[] crop) =>
        Kept(
            FeatureCache.KeyOf(crop),
            () => nn.functional.normalize(Towers.Visual.call(Pixels([crop]), null).to(ScalarType.Float32), dim: -1)
        );

    /// <summary>Makes the vision tower's input. Not safe for several threads.</summary>
    /// <param name="crops">N pictures, uint8 (S, S, 3) each, as <see cref="Preprocessor"/> makes them.</param>
    /// <returns>(N, 3, S, S).</returns>
    public Tensor Pixels(IReadOnlyList<byte[]> crops)
    {
        var side = Preprocessor.Size;
        var each = 3 * side * side;
        // Used again, for steps ask for the same size: ten megabytes of garbage a step would pile up until the
        // collector finds it worth its while.
        if (pixels.Length != crops.Count * each)
            pixels = new float[crops.Count * each];
        for (var at = 0; at < crops.Count; at++)
            Preprocessor.Normalize(crops[at], pixels.AsSpan(at * each, each));
        return tensor(pixels, [crops.Count, 3, side, side], device: Device);
    }

    public void Dispose()
    {
        Towers.Dispose();
        cache?.Dispose();
    }

    private float[] Kept(string key, Func<Tensor> encode)
    {
        return cache is null ? Make() : cache.GetOrAdd(key, Make);

        float[] Make()
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            return ModuleWeights.Read(encode()).Values;
        }
    }
}
