using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Photos;

namespace DialClip.Training.Classification;

/// <summary>Draws the few photos of each class that prompts are tuned on.</summary>
internal static class FewShots
{
    /// <summary>Draws the same number of train photos from each class, or all of a class that has fewer.</summary>
    /// <param name="photos">All photos; the rows that come back count in this list.</param>
    /// <param name="classes">How many classes, from the first on.</param>
    /// <param name="shots">Photos of each class, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="InvalidDataException">A class has no train photo.</exception>
    public static IReadOnlyList<long> Draw(IReadOnlyList<Photo> photos, int classes, int shots, int seed)
    {
        var drawn = new List<long>();
        for (var wanted = 0; wanted < classes; wanted++)
        {
            var rows = Enumerable
                .Range(0, photos.Count)
                .Where(at => photos[at].Class == wanted && photos[at].Split == DialogSplit.Train)
                .Select(at => (long)at)
                .ToArray();
            if (rows.Length == 0)
                throw new InvalidDataException(
                    $"Class number {wanted} has no photo in its train split; expected at least one."
                );
            new Random(unchecked(seed * 1_000_003 + wanted)).Shuffle(rows);
            drawn.AddRange(rows.Take(shots));
        }
        return drawn;
    }
}
