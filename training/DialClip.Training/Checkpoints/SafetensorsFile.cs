using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using DialClip.Shared.IO;

namespace DialClip.Training.Checkpoints;

/// <summary>Reads and writes safetensors: eight bytes of header length, a JSON header, the values.</summary>
/// <remarks>Format: https://huggingface.co/docs/safetensors.</remarks>
internal static class SafetensorsFile
{
    /// <summary>Reads the header; values are read when they are asked for. F32, F16 and BF16 become 32-bit floats, the values of any other type cannot be asked for.</summary>
    /// <exception cref="InvalidDataException">The header is malformed, or a tensor lies outside of the file, over another one or behind a gap.</exception>
    public static IReadOnlyDictionary<string, TensorData> Read(string path)
    {
        using var file = File.OpenRead(path);
        var header = SafetensorsHeader.Read(file, path);
        var values = new MappedTensors(path, header.Start, file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        return header.Entries.ToDictionary(entry => entry.Name, values.Tensor, StringComparer.Ordinal);
    }

    /// <summary>Reads the notes that were written beside the tensors.</summary>
    /// <exception cref="InvalidDataException">The header is malformed.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var file = File.OpenRead(path);
        return SafetensorsHeader.Read(file, path).Metadata;
    }

    /// <summary>Writes tensors as F32 in the order of their names; the same tensors give the same bytes, and the file appears whole or not at all.</summary>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, TensorData> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
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
                json.WriteNumberValue(offset += sizeof(float) * tensor.Count);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (header.Length % SafetensorsHeader.LengthBytes != 0)
            header.WriteByte((byte)' '); // the values begin aligned
        AtomicFile.Write(
            path,
            file =>
            {
                Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                file.Write(length);
                header.WriteTo(file);
                foreach (var (_, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    tensor.Visit(part => file.Write(MemoryMarshal.AsBytes(part)));
            }
        );
    }
}
