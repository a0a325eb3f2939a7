using DialClip.Training.Data.Records;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>A class of photos, and the stickers that show the same.</summary>
/// <param name="Set">The set's name, such as "grocery".</param>
/// <param name="Class">The class's label in the set.</param>
/// <param name="Name">The name in captions.</param>
/// <param name="Stickers">The ids of the stickers that show the same; empty without any.</param>
/// <param name="Trained">Whether its photos are trained.</param>
internal sealed record PhotoConcept(string Set, string Class, string Name, IReadOnlyList<string> Stickers, bool Trained)
{
    /// <summary>Reads the classes of all sets.</summary>
    /// <exception cref="InvalidDataException">A line is malformed.</exception>
    public static IReadOnlyList<PhotoConcept> ReadAll(string file) =>
        [.. RecordFile.ReadLines<PhotoConcept>(file, "class of photos", null).Select(record => record.Value)];
}
