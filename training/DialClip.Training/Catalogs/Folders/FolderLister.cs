using DialClip.Training.Data;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Lists a folder. Links are not followed: what they lead to may lie anywhere.</summary>
/// <param name="root">The full path of the folder.</param>
/// <param name="findings">Receives what is no part of a catalog, and why.</param>
internal sealed class FolderLister(string root, Findings findings)
{
    private const int MaxFiles = 500_000;

    private static readonly string[] Tables =
    [
        FolderListing.ItemsCsv,
        FolderListing.ItemsJson,
        FolderListing.TextsCsv,
        FolderListing.TextsJson,
    ];

    private readonly List<FolderFile> pictures = [];
    private readonly List<FolderFile> sidecars = [];
    private readonly Dictionary<string, FolderFile> tables = new(StringComparer.Ordinal);
    private readonly HashSet<string> others = new(StringComparer.Ordinal);

    /// <summary>Lists the folder.</summary>
    /// <exception cref="InvalidDataException">There is no such folder, or it holds too many files.</exception>
    public FolderListing List()
    {
        if (!Directory.Exists(root))
            throw new InvalidDataException(
                File.Exists(root)
                    ? $"'{root}' is a file, expected a folder of pictures."
                    : $"There is no folder '{root}'."
            );
        // An explicit stack: hostile folders are nested deeper than a call stack.
        var folders = new Stack<DirectoryInfo>([new(root)]);
        while (folders.TryPop(out var folder))
            foreach (var entry in Read(folder))
                if (entry is DirectoryInfo inner)
                    folders.Push(inner);
                else
                    Add((FileInfo)entry);
        Sort(pictures);
        Sort(sidecars);
        return new(pictures, sidecars, tables, others);
    }

    private List<FileSystemInfo> Read(DirectoryInfo folder)
    {
        try
        {
            return
            [
                .. folder
                    .EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = default })
                    .Where(IsToBeRead),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Leave(FindingKind.Unreadable, GetPath(folder), $"The folder cannot be read: {error.Message}");
            return [];
        }
    }

    private bool IsToBeRead(FileSystemInfo entry)
    {
        if (pictures.Count + sidecars.Count + others.Count >= MaxFiles)
            throw new InvalidDataException(
                $"'{root}' holds more than {MaxFiles:N0} files. Make a catalog of a part of it."
            );
        if (entry.LinkTarget is { } target)
            Leave(
                FindingKind.OutsideFolder,
                GetPath(entry),
                $"It is a link to '{target}', and links are not followed. Put the file itself there."
            );
        else if (entry.Name.StartsWith('.'))
            Leave(FindingKind.OtherFile, GetPath(entry), "Hidden files and folders are not looked into.");
        else
            return true;
        return false;
    }

    private void Add(FileInfo entry)
    {
        var file = new FolderFile(GetPath(entry), entry.FullName, entry.Length, entry.LastWriteTimeUtc);
        if (Array.Exists(Tables, table => file.Path.Equals(table, StringComparison.OrdinalIgnoreCase)))
            tables.TryAdd(file.Path.ToLowerInvariant(), file);
        else if (PictureFileNames.IsDecodable(entry.Name))
            pictures.Add(file);
        else if (PictureFileNames.GetUndecodableFormat(entry.Name) is { } format)
            Leave(FindingKind.OtherFormat, file.Path, PictureAdvice.ForFormat(format));
        else if (entry.Extension.Equals(".txt", StringComparison.OrdinalIgnoreCase))
            sidecars.Add(file);
        else
            Leave(FindingKind.OtherFile, file.Path, "It is no picture and no table of a catalog.");
    }

    private void Leave(FindingKind kind, string path, string what)
    {
        others.Add(path);
        findings.Add(kind, path, what);
    }

    private string GetPath(FileSystemInfo entry) =>
        UnicodeNames.Normalize(Path.GetRelativePath(root, entry.FullName).Replace('\\', '/'));

    private static void Sort(List<FolderFile> files) =>
        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
}
