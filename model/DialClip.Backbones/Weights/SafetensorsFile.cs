using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text.Json;
using DialClip.Shared.IO;

namespace DialClip.Backbones.Weights;

/// <summary>Reads and writes safetensors files.</summary>
public static class SafetensorsFile
{
    private const int BlockElements = 2048;

    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>Reads the header; elements of F32, F16 and BF16 are read on demand, as 32-bit floats.</summary>
    /// <returns>
    /// The tensors by name. A part of the file is mapped only while it is copied, so that the file may be moved or
    /// deleted later. The elements of other types cannot be read.
    /// </returns>
    /// <exception cref="InvalidDataException">
    /// The header is malformed, or a tensor is out of bounds, overlaps another one or follows a gap.
    /// </exception>
    public static IReadOnlyDictionary<string, TensorData> Read(string path)
    {
        using var file = File.OpenRead(path);
        var header = SafetensorsHeader.Read(file, path);
        var source = new Source(path, header.Start, file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        return header.Entries.ToDictionary(
            entry => entry.Name,
            entry => new TensorData(entry.Shape, (start, destination) => source.Read(entry, start, destination)),
            StringComparer.Ordinal
        );
    }

    /// <summary>Reads NAME, or the shards that NAME.index.json lists.</summary>
    /// <exception cref="InvalidDataException">
    /// There is neither, a shard is missing or malformed, or the index and the shards disagree.
    /// </exception>
    public static IReadOnlyDictionary<string, TensorData> ReadSharded(string folder, string name)
    {
        if (File.Exists(Path.Combine(folder, name)))
            return Read(Path.Combine(folder, name));
        var index = Path.Combine(folder, name + ".index.json");
        if (!File.Exists(index))
            throw new InvalidDataException(
                $"'{folder}' holds a configuration but no '{name}' and no '{name}.index.json'."
            );
        var shards = ReadIndex(index);
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var shard in shards.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            // The index is untrusted: it must not lead out of its folder.
            if (Path.GetFileName(shard) != shard || !File.Exists(Path.Combine(folder, shard)))
                throw new InvalidDataException($"'{index}' names shard '{shard}', which is not a file of that folder.");
            foreach (var (tensor, data) in Read(Path.Combine(folder, shard)))
                tensors[tensor] = data;
        }

        var missing = shards.Keys.Where(tensor => !tensors.ContainsKey(tensor)).ToList();
        return missing.Count == 0
            ? tensors
            : throw new InvalidDataException(
                $"'{index}' lists {missing.Count} tensors that its shards do not hold: "
                    + $"{string.Join(", ", missing.Take(5).Select(tensor => $"'{tensor}'"))}."
            );
    }

    /// <summary>Finds the file of a tensor that <see cref="ReadSharded"/> read.</summary>
    public static string FindFile(string folder, string name, string tensor) =>
        Path.Combine(
            folder,
            File.Exists(Path.Combine(folder, name))
                ? name
                : ReadIndex(Path.Combine(folder, name + ".index.json")).GetValueOrDefault(tensor, name)
        );

    /// <summary>Reads the index of a sharded checkpoint.</summary>
    /// <returns>The shard's file name by the tensor's name; both untrusted.</returns>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    public static IReadOnlyDictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json
                .RootElement.GetProperty("weight_map")
                .EnumerateObject()
                .ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException(
                $"'{path}' is not an index of shards: {error.Message} Expected an object 'weight_map'.",
                error
            );
        }
    }

    /// <summary>Reads the texts of <c>__metadata__</c>.</summary>
    /// <exception cref="InvalidDataException">The header is malformed.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var file = File.OpenRead(path);
        return SafetensorsHeader.Read(file, path).Metadata;
    }

    /// <summary>Writes tensors as F32 or F16 in the order of their names, atomically.</summary>
    /// <remarks>The same tensors give the same bytes.</remarks>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, TensorData> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        bool half = false
    )
    {
        var ordered = tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        AtomicFile.Write(
            path,
            file =>
            {
                SafetensorsHeader.Write(file, ordered, metadata ?? NoMetadata, half);
                foreach (var (_, tensor) in ordered)
                    tensor.ReadBlocks(block => file.Write(half ? Narrow(block) : MemoryMarshal.AsBytes(block)));
            }
        );
    }

    private static byte[] Narrow(ReadOnlySpan<float> block)
    {
        var bytes = new byte[block.Length * sizeof(ushort)];
        for (var i = 0; i < block.Length; i++)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * sizeof(ushort)), (Half)block[i]);
        return bytes;
    }

    /// <summary>A file whose header was validated.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Start">The offset of the first tensor.</param>
    /// <param name="Length">The file's length when its header was validated.</param>
    /// <param name="Written">The time of the last write by then.</param>
    private sealed record Source(string Path, long Start, long Length, DateTime Written)
    {
        public void Read(SafetensorsHeader.Entry entry, long start, Span<float> destination)
        {
            if (entry.Type is not ("F32" or "F16" or "BF16"))
                throw new InvalidDataException(
                    $"Tensor '{entry.Name}' of '{Path}' has type '{entry.Type}', expected F32, F16 or BF16."
                );
            if (destination.IsEmpty)
                return;
            using var handle = File.OpenHandle(Path);
            // A shorter file has no page to read beyond its end: the process would be killed.
            if (RandomAccess.GetLength(handle) != Length || File.GetLastWriteTimeUtc(handle) != Written)
                throw new InvalidDataException(
                    $"'{Path}' was changed while it was in use. Start again with the file as it is now."
                );
            const MemoryMappedFileAccess Access = MemoryMappedFileAccess.Read;
            using var file = MemoryMappedFile.CreateFromFile(handle, null, 0, Access, HandleInheritability.None, true);
            var size = entry.ElementBytes!.Value;
            var offset = Start + entry.Begin + start * size;
            using var view = file.CreateViewAccessor(offset, (long)destination.Length * size, Access);
            var (buffer, first) = (view.SafeMemoryMappedViewHandle, (ulong)view.PointerOffset);
            if (entry.Type == "F32")
                buffer.ReadSpan(first, destination);
            else
                Widen(buffer, first, entry.Type == "F16", destination);
        }

        private static void Widen(SafeBuffer buffer, ulong first, bool isHalf, Span<float> destination)
        {
            Span<ushort> block = stackalloc ushort[BlockElements];
            for (var offset = 0; offset < destination.Length; offset += BlockElements)
            {
                var elements = block[..Math.Min(BlockElements, destination.Length - offset)];
                buffer.ReadSpan(first + sizeof(ushort) * (ulong)offset, elements);
                for (var i = 0; i < elements.Length; i++)
                    destination[offset + i] = isHalf
                        ? (float)BitConverter.UInt16BitsToHalf(elements[i])
                        : BitConverter.UInt32BitsToSingle((uint)elements[i] << 16);
            }
        }
    }
}
