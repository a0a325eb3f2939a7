using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DialClip.Training.Checkpoints;

/// <summary>Reads and writes safetensors: eight bytes of header length, a JSON header, the values.</summary>
/// <remarks>Format: https://huggingface.co/docs/safetensors. Every offset is checked before a byte is read: a file may come from anywhere.</remarks>
internal static class SafetensorsFile
{
    private const string MetadataKey = "__metadata__";
    private const int LengthBytes = 8;
    private const long MaxHeader = 100_000_000;

    /// <summary>Reads every tensor as 32-bit floats; F32, F16 and BF16 are understood.</summary>
    /// <exception cref="InvalidDataException">The header is malformed, a tensor lies outside of the file or over another one, or its type is another.</exception>
    public static IReadOnlyDictionary<string, TensorData> Read(string path)
    {
        using var file = File.OpenRead(path);
        var entries = ReadHeader(file, path, out var start);
        CheckLayout(entries, file.Length - start, path);
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var bytes = new byte[entry.End - entry.Begin];
            file.Position = start + entry.Begin;
            file.ReadExactly(bytes);
            tensors[entry.Name] = new(entry.Shape, ToFloats(bytes, entry, path));
        }
        return tensors;
    }

    /// <summary>Reads the notes that were written beside the tensors.</summary>
    /// <exception cref="InvalidDataException">The header is malformed.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var file = File.OpenRead(path);
        using var json = ParseHeader(file, path, out _);
        return json.RootElement.TryGetProperty(MetadataKey, out var notes)
            ? notes.EnumerateObject().ToDictionary(note => note.Name, note => note.Value.GetString() ?? "", StringComparer.Ordinal)
            : new Dictionary<string, string>();
    }

    /// <summary>Writes tensors as F32 in the order of their names; the same tensors give the same bytes, and the file appears whole or not at all.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, TensorData> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            var offset = 0L;
            foreach (var (name, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += 4L * tensor.Values.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (header.Length % LengthBytes != 0)
            header.WriteByte((byte)' '); // the values begin aligned
        var temporary = path + ".partial";
        using (var file = File.Create(temporary))
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            file.Write(length);
            header.WriteTo(file);
            foreach (var (_, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                file.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static List<Entry> ReadHeader(FileStream file, string path, out long start)
    {
        using var json = ParseHeader(file, path, out start);
        try
        {
            return [.. json.RootElement.EnumerateObject().Where(member => member.Name != MetadataKey).Select(Parse)];
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw Malformed(path, error);
        }
    }

    private static JsonDocument ParseHeader(FileStream file, string path, out long start)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (file.Length < LengthBytes)
            throw new InvalidDataException($"'{path}' holds {file.Length} bytes; a safetensors file begins with 8 bytes of header length.");
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > MaxHeader || length > file.Length - LengthBytes)
            throw new InvalidDataException($"'{path}' says that its header has {length} bytes, expected 2 to {Math.Min(MaxHeader, file.Length - LengthBytes)}. It is no safetensors file or was cut off.");
        var header = new byte[length];
        file.ReadExactly(header);
        start = LengthBytes + length;
        try
        {
            return JsonDocument.Parse(header);
        }
        catch (JsonException error)
        {
            throw Malformed(path, error);
        }
    }

    private static InvalidDataException Malformed(string path, Exception error) => new($"The header of '{path}' cannot be read: {error.Message}", error);

    private static Entry Parse(JsonProperty member)
    {
        var offsets = member.Value.GetProperty("data_offsets");
        return new(
            member.Name,
            member.Value.GetProperty("dtype").GetString() ?? "",
            [.. member.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())],
            offsets[0].GetInt64(),
            offsets[1].GetInt64());
    }

    private static void CheckLayout(List<Entry> entries, long available, string path)
    {
        var end = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin < end || entry.End < entry.Begin || entry.End > available)
                throw new InvalidDataException($"Tensor '{entry.Name}' of '{path}' claims bytes {entry.Begin} to {entry.End}; expected a range that follows {end} and ends by {available}.");
            var size = entry.Type switch
            {
                "F32" => 4,
                "F16" or "BF16" => 2,
                _ => throw new InvalidDataException($"Tensor '{entry.Name}' of '{path}' has type '{entry.Type}', expected F32, F16 or BF16."),
            };
            var count = 1L;
            foreach (var dimension in entry.Shape)
            {
                if (dimension < 0 || (dimension > 0 && count > available / dimension))
                    throw new InvalidDataException($"Tensor '{entry.Name}' of '{path}' has shape [{string.Join(", ", entry.Shape)}], which is more than the file holds.");
                count *= dimension;
            }
            if (count * size != entry.End - entry.Begin || entry.End - entry.Begin > Array.MaxLength)
                throw new InvalidDataException($"Tensor '{entry.Name}' of '{path}' has shape [{string.Join(", ", entry.Shape)}] of {entry.Type} but {entry.End - entry.Begin} bytes.");
            end = entry.End;
        }
    }

    private static float[] ToFloats(byte[] bytes, Entry entry, string path)
    {
        switch (entry.Type)
        {
            case "F32":
                return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            case "F16":
                return Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), value => (float)value);
            case "BF16":
                return Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), value => BitConverter.UInt32BitsToSingle((uint)value << 16));
            default:
                throw new InvalidDataException($"Tensor '{entry.Name}' of '{path}' has type '{entry.Type}'.");
        }
    }

    private sealed record Entry(string Name, string Type, long[] Shape, long Begin, long End);
}
