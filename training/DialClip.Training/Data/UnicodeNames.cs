using System.Text;

namespace DialClip.Training.Data;

/// <summary>
/// Names of files in Unicode: one name may be composed (NFC) in data and decomposed (NFD) on a disk, as from a Mac.
/// </summary>
internal static class UnicodeNames
{
    /// <summary>Gets the composed form of a name, in which names are compared.</summary>
    public static string Normalize(string name) => name.Normalize(NormalizationForm.FormC);

    /// <summary>Finds a file whose name may be spelt in another form.</summary>
    /// <param name="path">The path; its folder is taken as it is.</param>
    /// <returns>The path of the file that is there, or the given path where there is none.</returns>
    public static string FindFile(string path)
    {
        if (File.Exists(path) || Path.GetDirectoryName(path) is not { } folder || !Directory.Exists(folder))
            return path;
        var name = Normalize(Path.GetFileName(path));
        return Directory.EnumerateFiles(folder).FirstOrDefault(file => Normalize(Path.GetFileName(file)) == name)
            ?? path;
    }
}
