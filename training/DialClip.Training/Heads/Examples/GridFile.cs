using System.Text;

namespace DialClip.Training.Heads.Examples;

/// <summary>A file of the pooled grids of pictures in half precision, by content, so that the stem runs once.</summary>
/// <remarks>
/// The format is "DCGRID01", then records of a 32-byte key and the values. An incomplete last record is cut off. One
/// process at a time may open it.
/// </remarks>
internal sealed class GridFile : IDisposable
{
    private const int KeyBytes = 32;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("DCGRID01");

    private readonly FileStream file;
    private readonly int valueBytes;
    private readonly Dictionary<string, long> offsets = new(StringComparer.Ordinal);

    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">The number of values of a picture.</param>
    /// <exception cref="InvalidDataException">The file is no such cache.</exception>
    public GridFile(string path, int length)
    {
        valueBytes = 2 * length;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        try
        {
            ReadKeys(path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Determines whether a picture is there.</summary>
    public bool Contains(string key) => offsets.ContainsKey(key);

    /// <summary>Reads a picture's values, half precision.</summary>
    /// <param name="key">The picture's SHA-256.</param>
    /// <param name="values">The destination, two bytes a value.</param>
    public void Read(string key, Span<byte> values)
    {
        file.Position = offsets[key];
        file.ReadExactly(values);
    }

    /// <summary>Adds a picture's values.</summary>
    /// <param name="key">The picture's SHA-256.</param>
    /// <param name="values">The values, half precision, two bytes a value.</param>
    public void Add(string key, ReadOnlySpan<byte> values)
    {
        if (values.Length != valueBytes)
            throw new ArgumentException($"Found {values.Length} bytes, expected {valueBytes}.", nameof(values));
        file.Seek(0, SeekOrigin.End);
        file.Write(Convert.FromHexString(key));
        offsets[key] = file.Position;
        file.Write(values);
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private void ReadKeys(string path)
    {
        if (file.Length < Magic.Length)
        {
            file.SetLength(0);
            file.Write(Magic);
            return;
        }
        var start = new byte[Magic.Length];
        file.ReadExactly(start);
        if (!start.AsSpan().SequenceEqual(Magic))
            throw new InvalidDataException($"'{path}' is not a cache of grids. Delete it; it is created again.");
        var key = new byte[KeyBytes];
        while (file.Length - file.Position >= KeyBytes + valueBytes)
        {
            file.ReadExactly(key);
            offsets[Convert.ToHexStringLower(key)] = file.Position;
            file.Seek(valueBytes, SeekOrigin.Current);
        }
        file.SetLength(file.Position);
    }
}
