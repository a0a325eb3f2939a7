using DialClip.Training.Heads;
using DialClip.Training.Heads.Examples;

namespace DialClip.Training.Reporting;

/// <summary>Shows what a head found for some dialogs: where it did best and where worst.</summary>
internal static class RetrievalGallery
{
    private const int Shown = 12;
    private const int Top = 5;

    /// <summary>Makes the gallery.</summary>
    /// <param name="ranked">What the head made of dialogs.</param>
    /// <param name="catalog">The pictures.</param>
    public static string Of(IReadOnlyList<RankedExample> ranked, TuningCatalog catalog)
    {
        var sorted = ranked
            .Where(one => one.PictureRank is not null)
            .Select(one => (one, Rank: one.PictureRank!.Value))
            .OrderBy(pair => pair.Rank)
            .ThenByDescending(pair => pair.one.BestPictureScore)
            .ToList();
        if (sorted.Count == 0)
            return "<p>No dialog accepts a picture.</p>";
        var count = Math.Min(Shown, (sorted.Count + 1) / 2);
        return $"<h3>Best</h3>{Articles(sorted.Take(count))}<h3>Worst</h3>{Articles(sorted.AsEnumerable().Reverse().Take(Math.Min(count, sorted.Count - count)))}"
            + "<p class=\"small\">First row: the five pictures that the head puts first, accepted ones framed. Second row: accepted pictures.</p>";

        string Articles(IEnumerable<(RankedExample Ranked, int Rank)> some) =>
            $"<div class=\"gallery\">{string.Concat(some.Select(pair => Article(pair.Ranked, pair.Rank)))}</div>";

        string Article(RankedExample one, int rank)
        {
            var accepted = one.Example.Pictures.ToHashSet();
            var said = one.Example.InputText is { Length: > 0 } words ? Html.Encode(words) : "(a picture)";
            return $"<article><div class=\"said\">{said}</div><div>{string.Concat(one.TopPictures.Select(number => Picture(number, accepted.Contains(number))))}</div><div>{string.Concat(one.Example.Pictures.Take(Top).Select(number => Picture(number, false)))}</div><div class=\"small\">rank {rank}</div></article>";
        }

        string Picture(int number, bool right) =>
            $"<img{(right ? " class=\"right\"" : "")} src=\"{Thumbnail.Encode(catalog.Crops[number])}\" "
            + $"alt=\"{Html.Encode(catalog.Pictures[number].Name)}\" "
            + $"title=\"{Html.Encode(catalog.Pictures[number].Name)}\">";
    }
}
