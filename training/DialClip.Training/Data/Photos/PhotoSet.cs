using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Data.Photos;

/// <summary>A set of labelled photos.</summary>
/// <param name="Name">The set's name: that of its file or folder.</param>
/// <param name="Classes">The classes, sorted.</param>
/// <param name="Photos">The photos, in ordinal order of their paths.</param>
internal sealed record PhotoSet(string Name, IReadOnlyList<PhotoClass> Classes, IReadOnlyList<Photo> Photos)
{
    /// <summary>
    /// Gets the number of base classes: the first half, rounded up (CoCoOp, arXiv 2203.05557, section 4.1).
    /// </summary>
    public int BaseClasses => (Classes.Count + 1) / 2;

    /// <summary>Computes the SHA-256 over paths, classes and splits of all photos.</summary>
    public string Digest()
    {
        var lines = Photos.Select(photo => $"{photo.Path}|{Classes[photo.Class].Id}|{photo.Split}");
        return Shared.IO.Digest.Compute(string.Join('\n', lines)).ToString();
    }

    /// <summary>Gets the photos of a split.</summary>
    public IEnumerable<Photo> GetPhotos(DialogSplit split) => Photos.Where(photo => photo.Split == split);
}
