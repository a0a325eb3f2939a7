using System.Runtime.InteropServices;

namespace DialClip.Testing;

/// <summary>
/// Writes small ONNX graphs, byte by byte, so that these tests need neither an exporter nor a checked-in model.
/// </summary>
internal sealed class TinyOnnx
{
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Bool = 9;

    private readonly List<byte> graph = [.. Bytes(2, "tiny"u8)];

    public TinyOnnx Input(string name, params int[] shape) => Add(Bytes(11, ValueInfo(name, Float, shape)));

    public TinyOnnx InputInt64(string name, params int[] shape) => Add(Bytes(11, ValueInfo(name, Int64, shape)));

    public TinyOnnx Output(string name, params int[] shape) => Add(Bytes(12, ValueInfo(name, Float, shape)));

    public TinyOnnx Constant(string name, float[] values, params int[] shape) =>
        Add(Bytes(5, Tensor(name, Float, MemoryMarshal.AsBytes(values.AsSpan()), shape)));

    public TinyOnnx Constant(string name, long[] values, params int[] shape) =>
        Add(Bytes(5, Tensor(name, Int64, MemoryMarshal.AsBytes(values.AsSpan()), shape)));

    public TinyOnnx Node(
        string operation,
        string[] inputs,
        string output,
        params (string Name, long Value)[] attributes
    ) =>
        Add(
            Bytes(
                1,
                [
                    .. inputs.SelectMany(input => Bytes(1, Utf8(input))),
                    .. Bytes(2, Utf8(output)),
                    .. Bytes(4, Utf8(operation)),
                    .. attributes.SelectMany(attribute =>
                        Bytes(5, [.. Bytes(1, Utf8(attribute.Name)), .. Number(3, attribute.Value), .. Number(20, 2)])
                    ),
                ]
            )
        );

    /// <summary>Adds a loop that hands one value from each pass to the next.</summary>
    public TinyOnnx Loop(string trips, string condition, string input, string output, TinyOnnx body) =>
        Add(
            Bytes(
                1,
                [
                    .. Bytes(1, Utf8(trips)),
                    .. Bytes(1, Utf8(condition)),
                    .. Bytes(1, Utf8(input)),
                    .. Bytes(2, Utf8(output)),
                    .. Bytes(4, "Loop"u8),
                    .. Bytes(5, [.. Bytes(1, "body"u8), .. Bytes(6, [.. body.graph]), .. Number(20, 5)]),
                ]
            )
        );

    /// <summary>Names what a loop's body takes and gives.</summary>
    public TinyOnnx LoopPorts(string trip, string condition, string value, string nextCondition, string nextValue) =>
        Add(Bytes(11, ValueInfo(trip, Int64, [])))
            .Add(Bytes(11, ValueInfo(condition, Bool, [])))
            .Add(Bytes(11, ValueInfo(value, Float, [1])))
            .Add(Bytes(12, ValueInfo(nextCondition, Bool, [])))
            .Add(Bytes(12, ValueInfo(nextValue, Float, [1])));

    public void Save(string path) =>
        File.WriteAllBytes(
            path,
            [.. Number(1, 8), .. Bytes(7, [.. graph]), .. Bytes(8, [.. Bytes(1, []), .. Number(2, 17)])]
        );

    private TinyOnnx Add(byte[] field)
    {
        graph.AddRange(field);
        return this;
    }

    // A dimension of -1 is dynamic.
    private static byte[] ValueInfo(string name, int type, int[] shape)
    {
        var dimensions = shape.SelectMany(
            (dimension, place) => Bytes(1, dimension < 0 ? Bytes(2, Utf8($"{name}_{place}")) : Number(1, dimension))
        );
        return [.. Bytes(1, Utf8(name)), .. Bytes(2, Bytes(1, [.. Number(1, type), .. Bytes(2, [.. dimensions])]))];
    }

    private static byte[] Tensor(string name, int type, ReadOnlySpan<byte> values, int[] shape) =>
        [
            .. shape.SelectMany(dimension => Number(1, dimension)),
            .. Number(2, type),
            .. Bytes(8, Utf8(name)),
            .. Bytes(9, values),
        ];

    /// <summary>A field of a message: a number.</summary>
    public static byte[] Number(int field, long value) => [.. Varint((ulong)(field << 3)), .. Varint((ulong)value)];

    /// <summary>A field of a message: bytes, a text or a message.</summary>
    public static byte[] Field(int field, ReadOnlySpan<byte> content) => Bytes(field, content);

    private static byte[] Bytes(int field, ReadOnlySpan<byte> content) =>
        [.. Varint((ulong)((field << 3) | 2)), .. Varint((ulong)content.Length), .. content];

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static List<byte> Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
            bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
        return bytes;
    }
}
