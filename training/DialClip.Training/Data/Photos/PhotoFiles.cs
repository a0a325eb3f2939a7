using System.IO.Compression;
using DialClip.Encoders.Imaging;
using DialClip.Shared.IO;

namespace DialClip.Training.Data.Photos;

/// <summary>The files of a set of photos, in a zip archive or a folder. Not thread-safe.</summary>
internal sealed class PhotoFiles : IDisposable
{
    private const int MaxBytes = 64 << 20;

    private readonly string root;
    private readonly ZipArchive? zip;

    private PhotoFiles(string root, ZipArchive? zip) => (this.root, this.zip) = (root, zip);

    /// <summary>Opens a zip archive or a folder.</summary>
    /// <exception cref="InvalidDataException">The path is neither.</exception>
    public static PhotoFiles Open(string path)
    {
        if (Directory.Exists(path))
            return new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), null);
        if (!File.Exists(path))
            throw new InvalidDataException($"'{path}' does not exist; expected a zip archive or a folder of photos.");
        try
        {
            return new(path, ZipFile.OpenRead(path));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"'{path}' is not a zip archive: {error.Message}", error);
        }
    }

    /// <summary>Lists the paths of all files, with forward slashes, in ordinal order.</summary>
    public IReadOnlyList<string> List() =>
        [
            .. (
                zip is not null
                    ? zip.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/'))
                    : Directory
                        .EnumerateFiles(
                            root,
                            "*",
                            new EnumerationOptions
                            {
                                RecurseSubdirectories = true,
                                AttributesToSkip = FileAttributes.ReparsePoint,
                            }
                        )
                        .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            ).Order(StringComparer.Ordinal),
        ];

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">The file is missing or larger than 64 MiB.</exception>
    public byte[] Read(string name)
    {
        using var stream = OpenFile(name);
        // Limited while decompressing: the sizes in an archive are untrusted.
        return stream.ReadAtMost(MaxBytes)
            ?? throw new InvalidDataException($"'{name}' in '{root}' is larger than {MaxBytes >> 20} MiB.");
    }

    /// <summary>Decodes a photo.</summary>
    /// <exception cref="InvalidDataException">The file is missing or not decodable.</exception>
    public RgbImage ReadPicture(string name)
    {
        try
        {
            return ImageDecoder.Decode(Read(name));
        }
        catch (ImageFormatException error)
        {
            throw new InvalidDataException($"'{name}' in '{root}' is not a usable picture: {error.Message}", error);
        }
    }

    public void Dispose() => zip?.Dispose();

    private static ZipArchiveEntry? FindEntry(ZipArchive zip, string name)
    {
        var normalized = UnicodeNames.Normalize(name);
        return zip.Entries.FirstOrDefault(entry => UnicodeNames.Normalize(entry.FullName) == normalized);
    }

    private Stream OpenFile(string name)
    {
        if (zip is not null)
            return (zip.GetEntry(name) ?? FindEntry(zip, name))?.Open()
                ?? throw new InvalidDataException($"'{root}' contains no '{name}'.");
        var path = UnicodeNames.FindFile(Path.GetFullPath(Path.Combine(root, name)));
        // Names come from an untrusted index: they must not escape the folder.
        if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path))
            throw new InvalidDataException($"'{root}' contains no '{name}'.");
        return File.OpenRead(path);
    }
}
