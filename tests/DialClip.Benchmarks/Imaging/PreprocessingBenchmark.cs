using BenchmarkDotNet.Attributes;
using DialClip.Encoders.Imaging;
using DialClip.Training.Pretraining;

namespace DialClip.Benchmarks.Imaging;

/// <summary>Measures the preprocessing of a picture for the vision tower, and the share of decoding.</summary>
[MemoryDiagnoser]
public class PreprocessingBenchmark
{
    private const int TowerSize = 224;

    private readonly ImagePreprocessor preprocessor = new(TowerSize, PictureSet.Mean, PictureSet.Std);
    private byte[] file = [];

    /// <summary>Gets or sets the picture.</summary>
    [Params("sticker PNG", "1024x768 JPEG")]
    public string Picture { get; set; } = "";

    [GlobalSetup]
    public void Setup() =>
        file = Picture.EndsWith("JPEG", StringComparison.Ordinal)
            ? JpegSample.Create(1024, 768)
            : File.ReadAllBytes(Path.Combine(RepositoryPaths.NpmAssets, "stickers", "png", "1F600.png"));

    [Benchmark(Baseline = true)]
    public RgbImage Decode() => ImageDecoder.Decode(file);

    [Benchmark]
    public float[] DecodeAndResize() => preprocessor.ToPixels(ImageDecoder.Decode(file));
}
