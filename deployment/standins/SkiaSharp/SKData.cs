using System.Runtime.InteropServices;

namespace SkiaSharp;

/// <summary>Bytes that do not move.</summary>
public class SKData : SKObject
{
    private readonly byte[] bytes;

    // The bytes have to be pinned already.
    private SKData(byte[] bytes) => this.bytes = bytes;

    /// <summary>Gets no bytes.</summary>
    public static SKData Empty => new(Allocate(0));

    /// <summary>Gets whether there are no bytes.</summary>
    public bool IsEmpty => Size == 0;

    /// <summary>Gets how many bytes there are.</summary>
    public long Size => Bytes.Length;

    /// <summary>Gets where the bytes lie.</summary>
    public IntPtr Data => Marshal.UnsafeAddrOfPinnedArrayElement(Bytes, 0);

    /// <summary>Gets the bytes, to be changed.</summary>
    public Span<byte> Span => Bytes;

    internal byte[] Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return bytes;
        }
    }

    /// <summary>Copies bytes.</summary>
    public static SKData CreateCopy(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return CreateCopy(bytes.AsSpan());
    }

    /// <summary>Copies the first bytes of an array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The array has fewer.</exception>
    public static SKData CreateCopy(byte[] bytes, ulong length)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, (ulong)bytes.Length);
        return CreateCopy(bytes.AsSpan(0, (int)length));
    }

    /// <summary>Copies bytes.</summary>
    public static SKData CreateCopy(ReadOnlySpan<byte> bytes)
    {
        var copy = Allocate(bytes.Length);
        bytes.CopyTo(copy);
        return new SKData(copy);
    }

    /// <summary>Copies bytes from an address.</summary>
    public static unsafe SKData CreateCopy(IntPtr bytes, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return CreateCopy(new ReadOnlySpan<byte>((void*)bytes, length));
    }

    /// <summary>Makes room for so many bytes.</summary>
    public static SKData Create(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return new SKData(Allocate(size));
    }

    /// <summary>Reads a stream from where it stands to its end.</summary>
    public static SKData Create(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return CreateCopy(buffer.GetBuffer().AsSpan(0, checked((int)buffer.Length)));
    }

    /// <summary>Reads so many bytes of a stream; null when it has fewer.</summary>
    public static SKData? Create(Stream stream, int length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var bytes = Allocate(length);
        return stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length ? new SKData(bytes) : null;
    }

    /// <summary>Reads a file; null when there is none that can be read.</summary>
    public static SKData? Create(string filename)
    {
        ArgumentException.ThrowIfNullOrEmpty(filename);
        try
        {
            return CreateCopy(File.ReadAllBytes(filename));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The real package gives null, too.
            return null;
        }
    }

    /// <summary>Gets a copy of the bytes.</summary>
    public byte[] ToArray() => Bytes.AsSpan().ToArray();

    /// <summary>Gets the bytes.</summary>
    public ReadOnlySpan<byte> AsSpan() => Bytes;

    /// <summary>Gets a stream over the bytes.</summary>
    public Stream AsStream() => new MemoryStream(Bytes);

    /// <summary>Writes the bytes to a stream.</summary>
    public void SaveTo(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.Write(Bytes);
    }

    private static byte[] Allocate(int length) => length == 0 ? [] : GC.AllocateUninitializedArray<byte>(length, pinned: true);
}
