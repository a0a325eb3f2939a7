using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace DialClip.Training.Checkpoints;

/// <summary>Reads values of a safetensors file, each part mapped only while it is copied: nothing of the file stays in memory, and it may be moved or removed afterwards.</summary>
/// <param name="path">The file.</param>
/// <param name="start">Where the values begin.</param>
/// <param name="length">The file's length when its header was checked.</param>
/// <param name="written">When the file had been written last by then.</param>
internal sealed class MappedTensors(string path, long start, long length, DateTime written)
{
    private const int Block = 2048;

    /// <summary>Makes a tensor of which nothing is read yet.</summary>
    public TensorData Tensor(SafetensorsEntry entry) => new(entry.Shape, (from, into) => Read(entry, from, into));

    private void Read(SafetensorsEntry entry, long from, Span<float> into)
    {
        if (entry.Type is not ("F32" or "F16" or "BF16"))
            throw new InvalidDataException(
                $"Tensor '{entry.Name}' of '{path}' has type '{entry.Type}', expected F32, F16 or BF16."
            );
        if (into.IsEmpty)
            return;
        using var handle = File.OpenHandle(path);
        // The header was checked against that file: beyond the end of a shorter one there is no page to read.
        if (RandomAccess.GetLength(handle) != length || File.GetLastWriteTimeUtc(handle) != written)
            throw new InvalidDataException(
                $"'{path}' was changed while it was in use. Start again with the file as it is now."
            );
        var size = entry.ValueBytes!.Value;
        using var file = MemoryMappedFile.CreateFromFile(
            handle,
            null,
            0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: true
        );
        using var view = file.CreateViewAccessor(
            start + entry.Begin + from * size,
            (long)into.Length * size,
            MemoryMappedFileAccess.Read
        );
        var (bytes, first) = (view.SafeMemoryMappedViewHandle, (ulong)view.PointerOffset);
        if (entry.Type == "F32")
            bytes.ReadSpan(first, into);
        else
            Widen(bytes, first, entry.Type == "F16", into);
    }

    private static void Widen(SafeBuffer bytes, ulong first, bool half, Span<float> into)
    {
        Span<ushort> block = stackalloc ushort[Block];
        for (var at = 0; at < into.Length; at += Block)
        {
            var values = block[..Math.Min(Block, into.Length - at)];
            bytes.ReadSpan(first + sizeof(ushort) * (ulong)at, values);
            for (var i = 0; i < values.Length; i++)
                into[at + i] = half
                    ? (float)BitConverter.UInt16BitsToHalf(values[i])
                    : BitConverter.UInt32BitsToSingle((uint)values[i] << 16);
        }
    }
}
