using System.Text.Json;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Verification;

/// <summary>Reads the files of a golden folder.</summary>
internal static class GoldenFiles
{
    /// <summary>Reads nested lists of equal lengths as a tensor.</summary>
    public static TensorData Tensor(JsonElement element)
    {
        var shape = new List<long>();
        for (var level = element; level.ValueKind == JsonValueKind.Array && level.GetArrayLength() > 0; level = level[0])
            shape.Add(level.GetArrayLength());
        var values = new List<float>();
        Collect(element, values);
        return values.Count == shape.Aggregate(1L, (all, size) => all * size)
            ? new([.. shape], [.. values])
            : throw new InvalidDataException($"A golden list has {values.Count} numbers, expected {string.Join(" x ", shape)}.");
    }

    /// <summary>Reads a flat list and its shape, two members of one object.</summary>
    public static TensorData Tensor(JsonElement parent, string values, string shape) => new(
        [.. parent.GetProperty(shape).EnumerateArray().Select(size => size.GetInt64())],
        [.. parent.GetProperty(values).EnumerateArray().Select(value => value.GetSingle())]);

    /// <summary>Reads an array of bytes in NumPy's format, version 1 or 2.</summary>
    /// <remarks>https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html</remarks>
    public static byte[] NumpyBytes(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"'{path}' is no NumPy file.");
        var start = bytes[6] == 1 ? 10 + BitConverter.ToUInt16(bytes, 8) : 12 + (int)BitConverter.ToUInt32(bytes, 8);
        var header = System.Text.Encoding.ASCII.GetString(bytes, 10, start - 10);
        return header.Contains("'|u1'", StringComparison.Ordinal) && header.Contains("'fortran_order': False", StringComparison.Ordinal)
            ? bytes[start..]
            : throw new InvalidDataException($"'{path}' holds {header.Trim()}, expected bytes in C order.");
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
