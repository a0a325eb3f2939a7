using System.Runtime.InteropServices;
using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Weights;
using Google.Protobuf;

namespace DialClip.Backbones.Graphs;

/// <summary>Reads ONNX graphs and the weights within them.</summary>
public static class OnnxWeights
{
    private const int Float = 1;

    /// <summary>Parses a graph.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">It is not an ONNX graph.</exception>
    public static GraphProto Parse(byte[] content, string source)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(content).Graph
                ?? throw new InvalidDataException($"'{source}' holds no ONNX graph.");
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidDataException($"'{source}' is not an ONNX graph: {error.Message}", error);
        }
    }

    /// <summary>Reads the weights of 32 bits that are in the graph itself, by name.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="source">The graph's origin, for messages.</param>
    /// <exception cref="InvalidDataException">A weight has other elements than its shape says.</exception>
    public static IReadOnlyDictionary<string, TensorData> Read(GraphProto graph, string source) =>
        graph
            .Initializer.Where(tensor =>
                tensor.DataType == Float && tensor.DataLocation == TensorProto.Types.DataLocation.Default
            )
            .ToDictionary(
                tensor => tensor.Name,
                tensor =>
                    Create(
                        tensor,
                        tensor.RawData.Length > 0
                            ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray()
                            : [.. tensor.FloatData],
                        source
                    ),
                StringComparer.Ordinal
            );

    /// <summary>Creates a weight of elements that were read, and compares them with its shape.</summary>
    /// <exception cref="InvalidDataException">Their number is another.</exception>
    internal static TensorData Create(TensorProto tensor, float[] values, string source)
    {
        var count = tensor.Dims.Aggregate(1.0, (all, size) => size < 0 ? double.NaN : all * size);
        return count == values.Length
            ? new([.. tensor.Dims], values)
            : throw new InvalidDataException(
                $"Weight '{tensor.Name}' in '{source}' has shape [{string.Join(", ", tensor.Dims)}] but "
                    + $"{values.Length} elements."
            );
    }
}
