using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using DialClip.Model.Indexing.Lexical;

namespace DialClip.Model.Tests.Indexing;

public sealed class CandidateIndexTests : IDisposable
{
    private readonly TinyBundle bundle = new();

    [Fact]
    public async Task Search_BuiltIndex_ScoresAreThoseOfEachItemAlone()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, index, backbone, catalog) = model.Default;
        var query = head.Project(
            [.. Enumerable.Range(1, backbone.Dimension).Select(i => (float)i)],
            1,
            CancellationToken.None
        );

        foreach (var input in new[] { Modality.Text, Modality.Picture })
        {
            var pictures = index.Search(query, 0, input, Modality.Picture, 10);
            var texts = index.Search(query, 0, input, Modality.Text, 2);

            Assert.Equal(
                ["blue", "green", "red"],
                pictures.Select(candidate => candidate.Item.Id).Order(StringComparer.Ordinal)
            );
            Assert.Equal(2, texts.Count);
            foreach (var candidate in pictures.Concat(texts))
            {
                var item = candidate.Item;
                var features =
                    item.Modality == Modality.Text
                        ? backbone.EncodeText(
                            [backbone.Tokenizer.Encode(item.Text!)],
                            head.DomainPrompts.Text,
                            CancellationToken.None
                        )
                        : backbone.EncodePictures(
                            [await catalog.ReadPictureAsync(item, CancellationToken.None)],
                            head.DomainPrompts.Vision,
                            CancellationToken.None
                        );
                var expert = Experts.GetNumber(input, item.Modality);
                var alone = head.Project(features, 1, CancellationToken.None);
                var expected = System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(
                    query.GetQuery(0, expert),
                    alone.GetCandidate(0, expert)
                );
                // Stored in half precision.
                Assert.Equal(expected, candidate.Score, 2e-3f);
            }
        }
    }

    [Theory]
    [InlineData("a red colour!")]
    [InlineData("hello hello cat")]
    [InlineData("nothing of this is there")]
    [InlineData(null)]
    public async Task Search_WithLexicalShares_IsCosinesAndWordsByTheirShares(string? text)
    {
        using var model = await bundle.LoadModelAsync();
        var (head, dense, backbone, catalog) = model.Default;
        var fusion = new FusionProperties { LexicalTextToPicture = 0.4, LexicalTextToText = 0.1 };
        var sut = new CandidateIndex(
            catalog,
            await CandidateIndexBuilder.BuildAsync(catalog, backbone, head, null, CancellationToken.None),
            backbone.Dimension,
            fusion
        );
        var query = head.Project([1, 2, 3, 4, 5, 6], 1, CancellationToken.None);

        foreach (var (response, share) in new[] { (Modality.Picture, 0.4f), (Modality.Text, 0.1f) })
        {
            var items = catalog.Items.Where(item => item.Modality == response).ToList();
            var words = new Bm25Index([
                .. items.Select(item => LexicalTerms.GetTerms(item.Text ?? $"{item.Name} colour")),
            ]);
            var shares = new float[items.Count];
            words.TryScoreShares(LexicalTerms.GetTerms(text ?? ""), shares);
            var cosines = dense
                .Search(query, 0, Modality.Text, response, 9)
                .ToDictionary(found => found.Item.Id, found => found.Score);

            var found = sut.Search(query, 0, Modality.Text, response, 9, null, text);

            var expected = items
                .Select((item, number) => (item.Id, Score: (1 - share) * cosines[item.Id] + share * shares[number]))
                .OrderByDescending(item => item.Score)
                .ToList();
            Assert.Equal(expected.Select(item => item.Id), found.Select(item => item.Item.Id));
            // The other index is in half precision.
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 2e-3f));
        }

        // Nobody's pixels are words.
        Assert.Equal(
            dense.Search(query, 0, Modality.Picture, Modality.Picture, 9).Select(found => found.Item.Id),
            sut.Search(query, 0, Modality.Picture, Modality.Picture, 9, null, text).Select(found => found.Item.Id)
        );
    }

    [Fact]
    public void PathOf_AnotherPrecision_IsAnotherFolder()
    {
        var (catalog, head) = (new string('a', 64), new string('b', 64));

        Assert.Equal(
            "indexes/aaaaaaaaaaaa-bbbbbbbbbbbb",
            CandidateIndex.GetPath(catalog, head, BackbonePrecisions.Full)
        );
        Assert.Equal(
            "indexes/aaaaaaaaaaaa-bbbbbbbbbbbb-fp16",
            CandidateIndex.GetPath(catalog, head, BackbonePrecisions.Half)
        );
    }

    [Fact]
    public async Task Load_IndexOfAnotherCatalog_SaysToRebuild()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, _, backbone, catalog) = model.Default;
        var other = Catalog.Load(
            await bundle.WriteCatalogAsync("2", "{\"id\":\"text:x\",\"modality\":\"text\",\"text\":\"x\"}", items: 7)
        );
        var folder = await bundle.Loader.OpenAsync(
            CandidateIndex.GetPath(catalog.Digest, head.Digest),
            null,
            CancellationToken.None
        );

        var error = Assert.Throws<ArtifactException>(() => CandidateIndex.Load(folder, other, head, backbone));

        Assert.Equal(ArtifactFailure.Mismatch, error.Reason);
        Assert.Contains(catalog.Digest, error.Message, StringComparison.Ordinal);
        Assert.Contains(other.Digest, error.Message, StringComparison.Ordinal);
        Assert.Contains("dialclip index", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_TooFewVectors_SaysHowManyBytesAreExpected()
    {
        using var model = await bundle.LoadModelAsync();
        var (head, _, backbone, catalog) = model.Default;
        var path = bundle.GetPath("indexes/short");
        Directory.CreateDirectory(path);
        await File.WriteAllBytesAsync(Path.Combine(path, "vectors.f16"), new byte[10]);
        var properties = new IndexProperties
        {
            CatalogDigest = catalog.Digest,
            HeadDigest = head.Digest,
            BackboneDigest = backbone.Digest,
            Dimension = backbone.Dimension,
            Count = 6,
        };
        var folder = await ArtifactFolderWriter.WriteAsync(path, "short", "1", properties, CancellationToken.None);

        var error = Assert.Throws<ArtifactException>(() => CandidateIndex.Load(folder, catalog, head, backbone));

        Assert.Contains("has 10 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("are 144", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Modalities_FollowTheGraphsOrder()
    {
        Assert.Equal(
            [Experts.T2T, Experts.T2V, Experts.V2T, Experts.V2V],
            [
                Experts.GetNumber(Modality.Text, Modality.Text),
                Experts.GetNumber(Modality.Text, Modality.Picture),
                Experts.GetNumber(Modality.Picture, Modality.Text),
                Experts.GetNumber(Modality.Picture, Modality.Picture),
            ]
        );
    }

    public void Dispose() => bundle.Dispose();
}
