using DialClip.Backbones.Graphs;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Packages;

/// <summary>ML.NET's ResNet-18 of ImageNet, without its classifier, in a NuGet package (MIT).</summary>
public static class ResNet18Package
{
    /// <summary>The package and its version.</summary>
    public const string Name = "Microsoft.ML.DnnImageFeaturizer.ResNet18 0.23.1";

    /// <summary>The file of the network.</summary>
    public const string NetworkFile = "ResNet18.onnx";

    /// <summary>The file of the preprocessing: blue first, minus the mean picture.</summary>
    public const string PreprocessingFile = "ResNetPreprocess.onnx";

    /// <summary>The channels of its first stage.</summary>
    public const int StemWidth = 64;

    /// <summary>The side of its pictures in pixels.</summary>
    public const int ImageSize = 224;

    private const string NetworkDigest = "e2552f19db2dfdb01b3669537b6a0f1b44da38d18279535492ed5dfc2ef1ff8f";
    private const string PreprocessingDigest = "84bf8def78d0befaa3f6e73745d57d7016c6a192ead76f79686bd438c1047004";
    private const string MeanPicture = "MeanImage";

    /// <summary>Reads the original network, for comparisons.</summary>
    /// <exception cref="InvalidDataException">The file is missing or another.</exception>
    public static byte[] ReadNetwork(string folder) => Read(folder, NetworkFile, NetworkDigest);

    /// <summary>Reads the original preprocessing, for comparisons.</summary>
    /// <exception cref="InvalidDataException">The file is missing or another.</exception>
    public static byte[] ReadPreprocessing(string folder) => Read(folder, PreprocessingFile, PreprocessingDigest);

    /// <summary>Reads the weights of the stem by the names of <see cref="ResNetVitNames"/>.</summary>
    /// <param name="folder">The folder of both files.</param>
    /// <exception cref="InvalidDataException">A file is missing or another.</exception>
    public static IReadOnlyDictionary<string, TensorData> ReadWeights(string folder)
    {
        var network = OnnxWeights.Read(OnnxWeights.Parse(ReadNetwork(folder), NetworkFile), NetworkFile);
        var weights = network.ToDictionary(
            pair => ResNetVitNames.Stem + pair.Key,
            pair => pair.Value,
            StringComparer.Ordinal
        );
        var mean = OnnxWeights.Read(OnnxWeights.Parse(ReadPreprocessing(folder), PreprocessingFile), PreprocessingFile)[
            MeanPicture
        ];
        weights[ResNetVitNames.StemMean] = new([3, ImageSize, ImageSize], mean.Values);
        return weights;
    }

    private static byte[] Read(string folder, string name, string sha256) =>
        PackageFile.Require(PackageFile.Read(folder, name, Name), sha256, name, Name);
}
