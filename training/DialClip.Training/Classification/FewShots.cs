using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Photos;

namespace DialClip.Training.Classification;

/// <summary>Samples the few train photos of each class that prompts are tuned on.</summary>
internal static class FewShots
{
    /// <summary>Samples the same number of train photos of each class, or all of a class with fewer.</summary>
    /// <param name="photos">All photos.</param>
    /// <param name="classes">The number of classes, from the first.</param>
    /// <param name="shots">The number of photos per class, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="InvalidDataException">A class has no train photo.</exception>
    /// <returns>The indices of the photos.</returns>
    public static IReadOnlyList<long> Draw(IReadOnlyList<Photo> photos, int classes, int shots, int seed)
    {
        var drawn = new List<long>();
        for (var label = 0; label < classes; label++)
        {
            var rows = Enumerable
                .Range(0, photos.Count)
                .Where(index => photos[index].Class == label && photos[index].Split == DialogSplit.Train)
                .Select(index => (long)index)
                .ToArray();
            if (rows.Length == 0)
                throw new InvalidDataException(
                    $"Class {label} has no photo in the train split; expected at least one."
                );
            new Random(unchecked(seed * 1_000_003 + label)).Shuffle(rows);
            drawn.AddRange(rows.Take(shots));
        }
        return drawn;
    }
}
