using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation;
using DialClip.Training.Heads.Calibration;

namespace DialClip.Training.Tests.Heads.Calibration;

public sealed class FusionSearchTests : IDisposable
{
    private static readonly string[] Messages =
    [
        .. from first in new[] { "hello", "a", "cat", "llama", "well", "red", "green", "blue", "colour" }
        from second in new[] { "hello", "cat", "llama", "well", "red", "blue", "colour" }
        from third in new[] { "", " a", " cat", " green" }
        select $"{first} {second}{third}",
    ];

    private readonly TinyBundle bundle = new();
    private readonly DialClipRetriever retriever = new();

    [Theory]
    [InlineData(0, 1)] // what captions rank first is right
    [InlineData(1, 0)] // what pixels rank first is right
    public async Task Search_OneKindOfEvidenceIsRight_GetsTheShare(double wrong, double right)
    {
        using var model = await bundle.LoadModelAsync();
        var (head, features) = (model.Default, await EncodeAsync(model.Default));
        var rightHead = Fuse(head, features, new() { CaptionTextToPicture = right });
        var wrongHead = Fuse(head, features, new() { CaptionTextToPicture = wrong });
        var queries = (await EncodeQueriesAsync(head))
            .Where(query => Best(query, rightHead) != Best(query, wrongHead))
            .Select(query => (Accept(query.Text, Best(query, rightHead)), query.Query))
            .ToList();
        Assert.True(queries.Count >= 20, $"{queries.Count} messages tell the two apart.");

        var fusion = new FusionSearch(head, features, queries).Search(_ => { }, CancellationToken.None);

        var chosen = Fuse(head, features, fusion);
        Assert.All(queries, query => Assert.Equal(query.Item1.Accept[0], Best(("", query.Query), chosen)));
        Assert.Equal(right > wrong, fusion.CaptionTextToPicture > 0);
        // What is right already cannot gain.
        Assert.Equal(0, fusion.LexicalTextToPicture);
    }

    [Fact]
    public async Task Search_WordsAreRight_TurnsBm25On()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, features) = (model.Default, await EncodeAsync(model.Default));
        string[] colours = ["red", "green", "blue"];
        var queries = (await EncodeQueriesAsync(head))
            .Select(query => (query, Named: colours.Where(query.Text.Split(' ').Contains).ToList()))
            .Where(query => query.Named.Count == 1)
            .Select(query => (Accept(query.query.Text, query.Named[0]), query.query.Query))
            .ToList();

        var fusion = new FusionSearch(head, features, queries).Search(_ => { }, CancellationToken.None);

        Assert.True(fusion.LexicalTextToPicture > 0);
    }

    [Fact]
    public async Task Search_FewDialogs_KeepsUsualSharesAndSaysSo()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, features) = (model.Default, await EncodeAsync(model.Default));
        var queries = (await EncodeQueriesAsync(head))
            .Take(19)
            .Select(query => (Accept("", "red"), query.Query))
            .ToList();
        var lines = new List<string>();

        var fusion = new FusionSearch(head, features, queries).Search(lines.Add, CancellationToken.None);

        Assert.Equal(new FusionProperties { CaptionTextToPicture = 0.5, CaptionPictureToPicture = 0.5 }, fusion);
        Assert.Contains("captions in pictures for texts: 0.5, because 19 dialogs tell too little", lines);
    }

    public void Dispose()
    {
        retriever.Dispose();
        bundle.Dispose();
    }

    private static DialogRecord Accept(string text, string id) =>
        new("d", [new("user", text)], [id]) { PublishedSplit = DialogSplit.Validation };

    private static LoadedHead Fuse(LoadedHead head, CandidateFeatures features, FusionProperties fusion) =>
        head with
        {
            Index = EvidenceRows.CreateIndex(head, features, fusion, CancellationToken.None),
        };

    private static string Best((string Text, EncodedQuery Query) query, LoadedHead head) =>
        CandidateRanker.Rank(query.Query, head, 1).Pictures[0].Item.Id;

    private static Task<CandidateFeatures> EncodeAsync(LoadedHead head) =>
        CandidateFeatures.EncodeAsync(
            head.Catalog,
            head.Catalog.Items,
            head.Backbone,
            head.Head,
            withCaptions: true,
            null,
            CancellationToken.None
        );

    private async Task<IReadOnlyList<(string Text, EncodedQuery Query)>> EncodeQueriesAsync(LoadedHead head)
    {
        var queries = new List<(string, EncodedQuery)>();
        foreach (var text in Messages)
            queries.Add(
                (
                    text,
                    await retriever.EncodeQueryAsync(
                        new([], DialogTurn.FromText(Speaker.User, text)),
                        head,
                        CancellationToken.None
                    )
                )
            );
        return queries;
    }
}
