using System.Buffers.Binary;
using System.Text.Json;

namespace DialClip.Backbones.Weights;

/// <summary>A validated safetensors header: the tensors follow one another and fill the file to its end.</summary>
/// <remarks>
/// The file is untrusted: every number is checked before anything is read by it.
/// Format: https://huggingface.co/docs/safetensors.
/// </remarks>
/// <param name="Start">The offset of the first tensor in the file.</param>
/// <param name="Entries">The tensors in the order of their bytes.</param>
/// <param name="Metadata">The texts of <c>__metadata__</c>.</param>
internal sealed record SafetensorsHeader(
    long Start,
    IReadOnlyList<SafetensorsHeader.Entry> Entries,
    IReadOnlyDictionary<string, string> Metadata
)
{
    private const string MetadataKey = "__metadata__";
    private const int LengthBytes = 8;
    private const long MaxLength = 100_000_000;
    private const int MaxDimensions = 16;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The header's description of one tensor.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Type">The element type, such as F32.</param>
    /// <param name="Shape">The sizes of the dimensions.</param>
    /// <param name="Begin">The offset of the first byte, counted from the end of the header.</param>
    /// <param name="End">The offset behind the last byte.</param>
    internal sealed record Entry(string Name, string Type, long[] Shape, long Begin, long End)
    {
        /// <summary>Gets the bytes of one element; null for an unknown type.</summary>
        public int? ElementBytes =>
            Type switch
            {
                "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
                "F16" or "BF16" or "U16" or "I16" => 2,
                "F32" or "U32" or "I32" => 4,
                "F64" or "U64" or "I64" => 8,
                _ => null,
            };

        /// <summary>Gets the shape as text, such as "[2, 3]".</summary>
        public string ShapeText => $"[{string.Join(", ", Shape)}]";
    }

    /// <summary>Reads and validates a header.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">
    /// It is malformed, or a tensor is out of bounds, overlaps another one or follows a gap.
    /// </exception>
    public static SafetensorsHeader Read(Stream file, string path)
    {
        if (file.Length < LengthBytes)
            throw new InvalidDataException(
                $"'{path}' has {file.Length} bytes; a safetensors file begins with 8 bytes of header length."
            );
        Span<byte> prefix = stackalloc byte[LengthBytes];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        var max = Math.Min(MaxLength, file.Length - LengthBytes);
        if (length < 2 || length > max)
            throw new InvalidDataException(
                $"'{path}' has a header length of {length} bytes, expected 2 to {max}. "
                    + "It is not a safetensors file, or it was truncated."
            );
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            var header = Parse(json.RootElement, LengthBytes + length);
            header.Validate(file.Length - header.Start, path);
            return header;
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The header of '{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Writes the header of tensors with its length, padded so that the tensors begin aligned.</summary>
    /// <param name="file">Receives the bytes.</param>
    /// <param name="tensors">The tensors in the order in which their elements follow.</param>
    /// <param name="metadata">The texts of <c>__metadata__</c>.</param>
    /// <param name="half">Whether elements have 16 bits instead of 32.</param>
    public static void Write(
        Stream file,
        IReadOnlyList<KeyValuePair<string, TensorData>> tensors,
        IReadOnlyDictionary<string, string> metadata,
        bool half = false
    )
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                json.WritePropertyName(name);
                var end = offset + (half ? sizeof(ushort) : sizeof(float)) * tensor.Count;
                JsonSerializer.Serialize(
                    json,
                    new
                    {
                        dtype = half ? "F16" : "F32",
                        shape = tensor.Shape,
                        data_offsets = new[] { offset, end },
                    }
                );
                offset = end;
            }

            json.WriteEndObject();
        }

        while (header.Length % LengthBytes != 0)
            header.WriteByte((byte)' ');
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        header.WriteTo(file);
    }

    private static SafetensorsHeader Parse(JsonElement root, long start)
    {
        var members = root.EnumerateObject().ToLookup(member => member.Name == MetadataKey);
        var entries = members[false].Select(ParseEntry).OrderBy(entry => entry.Begin).ThenBy(entry => entry.End);
        var metadata = members[true].SelectMany(member => member.Value.EnumerateObject());
        return new(start, [.. entries], metadata.ToDictionary(text => text.Name, GetText, StringComparer.Ordinal));
    }

    private static string GetText(JsonProperty text) =>
        text.Value.GetString() ?? throw new FormatException($"metadata '{text.Name}' is null");

    private static Entry ParseEntry(JsonProperty member)
    {
        var (offsets, shape) = (member.Value.GetProperty("data_offsets"), member.Value.GetProperty("shape"));
        if (offsets.GetArrayLength() != 2 || shape.GetArrayLength() > MaxDimensions)
            throw new FormatException(
                $"tensor '{member.Name}' has {offsets.GetArrayLength()} offsets and {shape.GetArrayLength()} "
                    + $"dimensions, expected 2 and at most {MaxDimensions}"
            );
        return new(
            member.Name,
            member.Value.GetProperty("dtype").GetString() ?? "",
            [.. shape.EnumerateArray().Select(size => size.GetInt64())],
            offsets[0].GetInt64(),
            offsets[1].GetInt64()
        );
    }

    private void Validate(long available, string path)
    {
        var end = 0L;
        foreach (var entry in Entries)
        {
            var tensor = $"Tensor '{entry.Name}' of '{path}'";
            if (entry.Begin != end || entry.End < entry.Begin || entry.End > available)
                throw new InvalidDataException(
                    $"{tensor} claims bytes {entry.Begin} to {entry.End}; "
                        + $"expected a range that follows {end} and ends by {available}."
                );
            if (entry.ElementBytes is not { } size)
                throw new InvalidDataException(
                    $"{tensor} has the unknown type '{entry.Type}'; expected F32, F16 or BF16."
                );
            var count = 1L;
            foreach (var dimension in entry.Shape)
            {
                if (dimension < 0 || (dimension > 0 && count > available / dimension))
                    throw new InvalidDataException(
                        $"{tensor} has shape {entry.ShapeText}, which is more than the file holds."
                    );
                count *= dimension;
            }

            if (count > Array.MaxLength || count * size != entry.End - entry.Begin)
                throw new InvalidDataException(
                    $"{tensor} has shape {entry.ShapeText} of {entry.Type} but {entry.End - entry.Begin} bytes."
                );
            end = entry.End;
        }

        if (end != available)
            throw new InvalidDataException(
                $"The tensors of '{path}' end {end} bytes after its header, but the file has {available} there."
            );
    }
}
