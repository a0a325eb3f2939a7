using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing.Lexical;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Records;
using DialClip.Training.Tests.Catalogs;

namespace DialClip.Training.Tests.Data.Dialogs;

/// <summary>The catalog of another domain and its dialogs, on which nothing is tuned.</summary>
public sealed class OtherDomainTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "training", "data", "other-domain");

    private static readonly string CatalogFolder = Path.Combine(Folder, "catalog");

    private static readonly Lazy<IReadOnlyList<Article>> Articles = new(() =>
        [
            .. RecordFile
                .ReadLines<Article>(Path.Combine(CatalogFolder, "items.jsonl"), "article", null)
                .Select(article => article.Value),
        ]
    );

    private static readonly Lazy<IReadOnlyList<DialogRecord>> Dialogs = new(() =>
        DialogFile.Read(Path.Combine(Folder, "dialogs.jsonl"))
    );

    [Fact]
    public void Catalog_AllArticles_HaveIdNameCaptionKeywordsAndAPictureOfTheirOwn()
    {
        Assert.InRange(Articles.Value.Count, 150, 250);
        Assert.Equal(Articles.Value.Count, Articles.Value.DistinctBy(article => article.Id).Count());
        Assert.Equal(Articles.Value.Count, Articles.Value.DistinctBy(article => article.Name).Count());
        Assert.All(
            Articles.Value,
            article =>
            {
                Assert.InRange(article.Caption.Length, 30, 160);
                Assert.NotEmpty(article.Keywords);
                Assert.All(article.Keywords, keyword => Assert.False(string.IsNullOrWhiteSpace(keyword)));
            }
        );
        var pictures = Articles
            .Value.Select(article => File.ReadAllBytes(Path.Combine(CatalogFolder, article.File)))
            .ToList();
        Assert.Equal(pictures.Count, pictures.Select(Convert.ToHexString).Distinct().Count());
        Assert.All(pictures, bytes => Assert.Equal(96, ImageDecoder.Decode(bytes, null, default).Width));
        Assert.Equal(pictures.Count, Directory.GetFiles(Path.Combine(CatalogFolder, "pictures")).Length);
    }

    [Fact]
    public async Task Catalog_MadeByTheCommand_HasEveryArticleWithItsWords()
    {
        using var bed = new CatalogBed();
        foreach (var file in Directory.EnumerateFiles(CatalogFolder, "*", SearchOption.AllDirectories))
            bed.Put(Path.GetRelativePath(CatalogFolder, file), await File.ReadAllBytesAsync(file));

        var catalog = await bed.MakeAsync();

        Assert.Contains("Nothing was left out.", bed.Output, StringComparison.Ordinal);
        Assert.Equal(
            Articles
                .Value.OrderBy(article => article.Id, StringComparer.Ordinal)
                .Select(article => (article.Id, article.Name, article.Caption, string.Join('|', article.Keywords))),
            catalog
                .Items.OrderBy(item => item.Id, StringComparer.Ordinal)
                .Select(item => (item.Id, item.Name!, item.Caption!, string.Join('|', item.Keywords)))
        );
    }

    [Fact]
    public void Dialogs_All_AreForTestAndAcceptArticlesAndNothingElse()
    {
        var ids = Articles.Value.Select(article => article.Id).ToHashSet(StringComparer.Ordinal);

        Assert.True(Dialogs.Value.Count >= 200, $"{Dialogs.Value.Count} dialogs");
        Assert.All(Dialogs.Value, dialog => Assert.Equal(DialogSplit.Test, dialog.PublishedSplit));
        Assert.All(
            Dialogs.Value,
            dialog => Assert.Equal(dialog.Turns.Count == 1 ? "shop-alone" : "shop-dialog", dialog.Kind)
        );
        Assert.All(Dialogs.Value, dialog => Assert.NotEmpty(dialog.Accept));
        Assert.All(Dialogs.Value, dialog => Assert.Equal(dialog.Accept.Count, dialog.Accept.Distinct().Count()));
        Assert.Empty(Dialogs.Value.SelectMany(dialog => dialog.Accept).Except(ids));
        Assert.Empty(ids.Except(Dialogs.Value.SelectMany(dialog => dialog.Accept)));
    }

    [Fact]
    public void Dialogs_All_RarelyNameTheArticle()
    {
        var names = Articles.Value.ToDictionary(article => article.Id, article => Terms(article.Name));

        var named = Dialogs.Value.Count(dialog => names[dialog.Accept[0]].Overlaps(Terms(dialog.Input.Text)));

        Assert.InRange(named, 0, Dialogs.Value.Count / 5);
    }

    [Fact]
    public void Dialogs_All_AreNoNearCopiesOfTheStickersDialogs()
    {
        var spoken = DialogFile
            .Read(Path.Combine(Folder, "..", "sticker-dialogs"))
            .Select(dialog => (dialog.Id, Terms: Terms(dialog.Input.Text)))
            .Where(dialog => dialog.Terms.Count > 0)
            .ToList();

        var copies =
            from shop in Dialogs.Value
            let terms = Terms(shop.Input.Text)
            from other in spoken
            let shared = terms.Count(other.Terms.Contains)
            where shared >= 0.6 * (terms.Count + other.Terms.Count - shared)
            select $"{shop.Id} ~ {other.Id}";

        Assert.Empty(copies);
    }

    private static HashSet<string> Terms(string text) => [.. LexicalTerms.GetTerms(text)];

    private sealed record Article(string Id, string File, string Name, string Caption, IReadOnlyList<string> Keywords);
}
