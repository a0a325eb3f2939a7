using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using DialClip.Shared.Numerics;

namespace DialClip.Model.Tests;

public sealed class DialClipRetrieverTests : IDisposable
{
    private static readonly DialogTurn Hello = DialogTurn.FromText(Speaker.User, "hello");

    private readonly TinyBundle bundle = new();
    private readonly DialClipRetriever sut = new();

    [Fact]
    public async Task Retrieve_TextInput_IsOnePassOfPromptsTowerAndSearch()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, index, backbone, catalog) = model.Default;
        var earlier = await sut.EncodeTurnAsync(
            DialogTurn.FromText(Speaker.Bot, "a cat"),
            backbone,
            CancellationToken.None
        );
        var context = new DialogContext([earlier], Hello);

        var result = await sut.RetrieveAsync(context, model.Default, 2, CancellationToken.None);

        // Two query turns: the earlier text stands before the input.
        var prompts = head.BuildPrompts([context.Turns], CancellationToken.None);
        var query = head.Project(
            backbone.EncodeText([backbone.Tokenizer.Encode("a cat hello")], prompts.Text, CancellationToken.None),
            1,
            CancellationToken.None
        );
        AssertSame(index.Search(query, 0, Modality.Text, Modality.Picture, 2), result.Pictures);
        AssertSame(index.Search(query, 0, Modality.Text, Modality.Text, 2), result.Texts);
        Assert.Equal(query.GetIntent(0).Picture, result.Intent.Picture, 1e-5f);
        Assert.Equal(1, result.Intent.Picture + result.Intent.Text + result.Intent.Silence, 1e-5f);
        Assert.Equal(("head", head.Digest, catalog.Digest), (result.HeadName, result.HeadDigest, result.CatalogDigest));
    }

    [Fact]
    public async Task Retrieve_PictureInput_SearchesWithThePictureExperts()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, index, backbone, _) = model.Default;
        var picture = TinyBundle.Picture(9, 5, 3);
        var context = new DialogContext([], DialogTurn.FromPicture(Speaker.User, picture));

        var result = await sut.RetrieveAsync(context, model.Default, 3, CancellationToken.None);

        var prompts = head.BuildPrompts([context.Turns], CancellationToken.None);
        var query = head.Project(
            backbone.EncodePictures([picture], prompts.Vision, CancellationToken.None),
            1,
            CancellationToken.None
        );
        AssertSame(index.Search(query, 0, Modality.Picture, Modality.Text, 3), result.Texts);
        AssertSame(index.Search(query, 0, Modality.Picture, Modality.Picture, 3), result.Pictures);
    }

    [Fact]
    public async Task Retrieve_ContextFeatures_AreUsedOnlyWhenThisBackboneMadeThem()
    {
        using var model = await bundle.LoadModelAsync();
        var backbone = model.Backbone;
        var cat = DialogTurn.FromText(Speaker.User, "a cat");
        var encoded = await sut.EncodeTurnAsync(cat, backbone, CancellationToken.None);
        var wrong = Enumerable.Range(0, backbone.Dimension).Select(i => i == 0 ? Half.One : Half.Zero).ToArray();

        var bare = await sut.RetrieveAsync(new([cat], Hello), model.Default, 6, CancellationToken.None);
        var cached = await sut.RetrieveAsync(new([encoded], Hello), model.Default, 6, CancellationToken.None);
        var stale = await sut.RetrieveAsync(
            new([cat with { Feature = new("another", wrong) }], Hello),
            model.Default,
            6,
            CancellationToken.None
        );
        var trusted = await sut.RetrieveAsync(
            new([cat with { Feature = new(backbone.Digest, wrong) }], Hello),
            model.Default,
            6,
            CancellationToken.None
        );

        AssertSame(bare.Pictures, cached.Pictures);
        AssertSame(bare.Pictures, stale.Pictures);
        Assert.True(Distance(bare.Pictures, trusted.Pictures) > 1e-3);
    }

    [Fact]
    public async Task Retrieve_CatalogPictureWithoutPixels_IsReadAgainAndUnknownOneLeftOut()
    {
        using var model = await bundle.LoadModelAsync();
        var item = model.Catalog.Find("red")!;
        var shown = new DialogTurn
        {
            Speaker = Speaker.Bot,
            Modality = Modality.Picture,
            PictureId = "red",
        };

        var restored = await sut.RetrieveAsync(new([shown], Hello), model.Default, 6, CancellationToken.None);
        var whole = await sut.RetrieveAsync(
            new([shown with { Picture = await model.Catalog.ReadPictureAsync(item, CancellationToken.None) }], Hello),
            model.Default,
            6,
            CancellationToken.None
        );
        var unknown = await sut.RetrieveAsync(
            new([shown with { PictureId = "gone" }], Hello),
            model.Default,
            6,
            CancellationToken.None
        );
        var empty = await sut.RetrieveAsync(new([], Hello), model.Default, 6, CancellationToken.None);

        AssertSame(whole.Pictures, restored.Pictures);
        AssertSame(empty.Pictures, unknown.Pictures);
        Assert.True(Distance(empty.Pictures, restored.Pictures) > 1e-3);
    }

    [Fact]
    public async Task EncodeTurn_Text_IsTheFrozenTowersUnitFeature()
    {
        using var backbone = bundle.LoadBackbone();

        var turn = await sut.EncodeTurnAsync(Hello, backbone, CancellationToken.None);

        var expected = backbone.EncodeText(
            [backbone.Tokenizer.Encode("hello")],
            backbone.NoPrompts(Modality.Text, 1),
            CancellationToken.None
        );
        VectorMath.NormalizeRows(expected, expected.Length, "test");
        Assert.Equal(backbone.Digest, turn.Feature!.BackboneDigest);
        Assert.All(expected.Zip(turn.Feature.Values), pair => Assert.Equal(pair.First, (float)pair.Second, 1e-3f));
        Assert.Same(turn, await sut.EncodeTurnAsync(turn, backbone, CancellationToken.None));
    }

    [Fact]
    public async Task Retrieve_WithARule_FindsTheBestThatItAdmits()
    {
        using var model = await bundle.LoadModelAsync();
        var context = new DialogContext([], Hello);

        var all = await sut.RetrieveAsync(context, model.Default, 6, CancellationToken.None);
        var best = all.Pictures[0].Item;
        var without = await sut.RetrieveAsync(context, model.Default, 2, item => item != best, CancellationToken.None);
        var nothing = await sut.RetrieveAsync(context, model.Default, 2, _ => false, CancellationToken.None);

        AssertSame([.. all.Pictures.Skip(1)], without.Pictures);
        AssertSame([.. all.Texts.Take(2)], without.Texts);
        Assert.False(without.NothingAdmitted);
        Assert.Equal((0, 0, true), (nothing.Pictures.Count, nothing.Texts.Count, nothing.NothingAdmitted));
        Assert.False(
            (await sut.RetrieveAsync(context, model.Default, 0, _ => true, CancellationToken.None)).NothingAdmitted
        );
    }

    [Fact]
    public async Task Retrieve_CalibratedHead_SaysHowSureItIsWhereItKnows()
    {
        await bundle.WriteHeadAsync("1", calibration: new() { TextToPicture = new(4, -1) });
        using var model = await bundle.LoadModelAsync();

        var asText = await sut.RetrieveAsync(new([], Hello), model.Default, 6, CancellationToken.None);
        var asPicture = await sut.RetrieveAsync(
            new([], DialogTurn.FromPicture(Speaker.User, TinyBundle.Picture(9, 5, 3))),
            model.Default,
            6,
            CancellationToken.None
        );

        Assert.All(
            asText.Pictures,
            candidate => Assert.Equal(1 / (1 + Math.Exp(1 - 4 * candidate.Score)), candidate.Confidence!.Value, 1e-6)
        );
        Assert.All(
            asText.Texts.Concat(asPicture.Pictures).Concat(asPicture.Texts),
            candidate => Assert.Null(candidate.Confidence)
        );
    }

    [Fact]
    public async Task Retrieve_CancelledOrWithoutWords_Throws()
    {
        using var model = await bundle.LoadModelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sut.RetrieveAsync(new([], Hello), model.Default, 1, new CancellationToken(canceled: true))
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            sut.RetrieveAsync(new([], Hello with { Text = null }), model.Default, 1, CancellationToken.None)
        );
        Assert.Single((await sut.RetrieveAsync(new([], Hello), model.Default, 1, CancellationToken.None)).Pictures);
    }

    public void Dispose()
    {
        sut.Dispose();
        bundle.Dispose();
    }

    // The native sums depend on where memory begins, in the last bit.
    private static void AssertSame(IReadOnlyList<ScoredCandidate> expected, IReadOnlyList<ScoredCandidate> actual)
    {
        Assert.Equal(expected.Select(candidate => candidate.Item), actual.Select(candidate => candidate.Item));
        Assert.True(Distance(expected, actual) < 1e-5);
    }

    private static float Distance(IReadOnlyList<ScoredCandidate> left, IReadOnlyList<ScoredCandidate> right) =>
        left.Max(one =>
            right
                .Where(other => other.Item == one.Item)
                .Select(other => MathF.Abs(one.Score - other.Score))
                .DefaultIfEmpty(2)
                .Max()
        );
}
