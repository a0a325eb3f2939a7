using System.Runtime.InteropServices;
using System.Text.Json;

namespace DialClip.Training.Verification;

/// <summary>Reads the lists and NumPy files of a golden folder.</summary>
internal static class GoldenFiles
{
    /// <summary>Reads nested lists of equal lengths as a tensor.</summary>
    public static TensorData ReadTensor(JsonElement element)
    {
        var shape = new List<long>();
        for (
            var level = element;
            level.ValueKind == JsonValueKind.Array && level.GetArrayLength() > 0;
            level = level[0]
        )
            shape.Add(level.GetArrayLength());
        var values = new List<float>();
        Collect(element, values);
        return values.Count == shape.Aggregate(1L, (count, size) => count * size)
            ? new([.. shape], [.. values])
            : throw new InvalidDataException(
                $"A golden list has {values.Count} numbers, expected {string.Join(" x ", shape)}."
            );
    }

    /// <summary>Reads a flat list and its shape, two properties of an object.</summary>
    public static TensorData ReadTensor(JsonElement parent, string values, string shape) =>
        new(
            [.. parent.GetProperty(shape).EnumerateArray().Select(size => size.GetInt64())],
            [.. parent.GetProperty(values).EnumerateArray().Select(value => value.GetSingle())]
        );

    /// <summary>Reads an array of bytes in NumPy's format, version 1 or 2.</summary>
    /// <remarks>https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html</remarks>
    public static byte[] ReadNumpyBytes(string path)
    {
        var (header, values) = ReadNumpy(path);
        return header.Contains("'|u1'", StringComparison.Ordinal)
            ? values
            : throw new InvalidDataException($"'{path}' holds {header.Trim()}, expected bytes in C order.");
    }

    /// <summary>Reads an array of 32-bit or 16-bit floats in NumPy's format.</summary>
    public static float[] ReadNumpyFloats(string path)
    {
        var (header, values) = ReadNumpy(path);
        if (header.Contains("'<f4'", StringComparison.Ordinal))
            return MemoryMarshal.Cast<byte, float>(values).ToArray();
        return header.Contains("'<f2'", StringComparison.Ordinal)
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(values).ToArray(), value => (float)value)
            : throw new InvalidDataException(
                $"'{path}' holds {header.Trim()}, expected floats of 16 or 32 bits in C order."
            );
    }

    private static (string Header, byte[] Values) ReadNumpy(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"'{path}' is not a NumPy file.");
        var start = bytes[6] == 1 ? 10L + BitConverter.ToUInt16(bytes, 8) : 12L + BitConverter.ToUInt32(bytes, 8);
        if (start > bytes.Length)
            throw new InvalidDataException(
                $"'{path}' claims a header of {start} bytes, but it has {bytes.Length} bytes."
            );
        var header = System.Text.Encoding.ASCII.GetString(bytes, 10, (int)start - 10);
        return header.Contains("'fortran_order': False", StringComparison.Ordinal)
            ? (header, bytes[(int)start..])
            : throw new InvalidDataException($"'{path}' holds {header.Trim()}, expected C order.");
    }

    private static void Collect(JsonElement element, List<float> values)
    {
        if (element.ValueKind != JsonValueKind.Array)
            values.Add(element.GetSingle());
        else
            foreach (var item in element.EnumerateArray())
                Collect(item, values);
    }
}
