using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Indexing;

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
