using System.Buffers.Binary;

namespace DialClip.Training.Native;

/// <summary>The header of a Linux library (System V ABI, chapter 4).</summary>
internal static class ElfFile
{
    private const int HeaderLength = 64;
    private const int SectionTable = 0x28;
    private const int SectionLength = 0x3A;
    private const int SectionCount = 0x3C;

    /// <summary>Throws where a library was cut off; the loader would end the process with a signal.</summary>
    /// <param name="path">A file; one that is no 64-bit library is left to the loader, which says so.</param>
    /// <exception cref="DllNotFoundException">The file is shorter than its header says.</exception>
    public static void RequireWhole(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (
            file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
            || !header.StartsWith("\u007fELF\u0002\u0001"u8)
        )
            return;
        // The table of sections is the last part of a library.
        var end =
            BinaryPrimitives.ReadInt64LittleEndian(header[SectionTable..])
            + (long)BinaryPrimitives.ReadUInt16LittleEndian(header[SectionLength..])
                * BinaryPrimitives.ReadUInt16LittleEndian(header[SectionCount..]);
        if (file.Length < end)
            throw new DllNotFoundException(
                $"'{path}' cannot be loaded: it has {file.Length} of {end} bytes. Build DialClip.Training again, with "
                    + "enough space on the disk."
            );
    }
}
