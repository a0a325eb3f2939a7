using DialClip.Training.Heads;
using DialClip.Training.Heads.Examples;

namespace DialClip.Training.Reporting;

/// <summary>Renders the dialogs on which a head ranks accepted pictures best and worst.</summary>
internal static class RetrievalGallery
{
    private const int MaxDialogs = 12;
    private const int Top = 5;

    /// <summary>Renders the gallery.</summary>
    /// <param name="ranked">The ranks of dialogs.</param>
    /// <param name="catalog">The pictures.</param>
    public static string Render(IReadOnlyList<RankedExample> ranked, TuningCatalog catalog)
    {
        var sorted = ranked
            .Where(example => example.PictureRank is not null)
            .Select(example => (Example: example, Rank: example.PictureRank!.Value))
            .OrderBy(pair => pair.Rank)
            .ThenByDescending(pair => pair.Example.BestPictureScore)
            .ToList();
        if (sorted.Count == 0)
            return "<p>No dialog accepts a picture.</p>";
        var count = Math.Min(MaxDialogs, (sorted.Count + 1) / 2);
        var worst = sorted.AsEnumerable().Reverse().Take(Math.Min(count, sorted.Count - count));
        return $"<h3>Best</h3>{RenderArticles(sorted.Take(count))}<h3>Worst</h3>{RenderArticles(worst)}"
            + "<p class=\"small\">First row: the head's first five pictures, accepted ones framed. "
            + "Second row: accepted pictures.</p>";

        string RenderArticles(IEnumerable<(RankedExample Example, int Rank)> pairs) =>
            $"<div "
            + $"class=\"gallery\">{string.Concat(pairs.Select(pair => RenderArticle(pair.Example, pair.Rank)))}</div>";

        string RenderArticle(RankedExample ranked, int rank)
        {
            var accepted = ranked.Example.Pictures.ToHashSet();
            var text = ranked.Example.InputText is { Length: > 0 } said ? Html.Encode(said) : "(a picture)";
            var first = ranked.TopPictures.Select(number => RenderPicture(number, accepted.Contains(number)));
            var second = ranked.Example.Pictures.Take(Top).Select(number => RenderPicture(number, false));
            return $"<article><div class=\"text\">{text}</div>"
                + $"<div>{string.Concat(first)}</div><div>{string.Concat(second)}</div>"
                + $"<div class=\"small\">rank {rank}</div></article>";
        }

        string RenderPicture(int number, bool isAccepted) =>
            $"<img{(isAccepted ? " class=\"accepted\"" : "")} src=\"{Thumbnail.Encode(catalog.Crops[number])}\" "
            + $"alt=\"{Html.Encode(catalog.Pictures[number].Name)}\" "
            + $"title=\"{Html.Encode(catalog.Pictures[number].Name)}\">";
    }
}
