using System.Numerics.Tensors;
using DialClip.Backbones.Graphs;
using DialClip.Backbones.Packages;
using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Tests.Graphs;

public sealed class BertGraphTests
{
    private const int Dimension = 10;

    private static readonly int[][] Texts =
    [
        [3, 5, 7, 2],
        [3, 2],
        [3, 19, 18, 17, 16, 15, 2],
        [3, 4, 2],
    ];

    [Theory]
    [InlineData(TextProjection.Linear, 2)]
    [InlineData(TextProjection.LinearWithBias, 1)]
    [InlineData(TextProjection.Mlp, 0)]
    public void Create_WithPrompts_ComputesTheReference(TextProjection projection, int tokenTypes)
    {
        var weights = CreateTiny(projection, tokenTypes);
        var reference = new ReferenceBert(weights);
        using var sut = new GraphRunner(TowerGraphWriter.CreateText(weights));
        foreach (var count in new[] { 0, 1, 3 })
        {
            var prompts = SeededWeights.CreateNoise(count, Texts.Length, 3, count, 12);

            var features = sut.EncodeText(Texts, prompts);

            for (var row = 0; row < Texts.Length; row++)
                AssertClose(
                    reference.Encode(Texts[row], prompts, row),
                    features.AsSpan(row * Dimension, Dimension),
                    1e-5
                );
        }
    }

    [Fact]
    public void Create_Padding_ChangesNoFeature()
    {
        using var sut = new GraphRunner(TowerGraphWriter.CreateText(CreateTiny(TextProjection.Linear, 2)));
        var prompts = SeededWeights.CreateNoise(1, Texts.Length, 3, 2, 12);

        var first = sut.EncodeText(Texts, prompts, padding: 1);
        var second = sut.EncodeText(Texts, prompts, padding: 11);

        Assert.Equal(first, second);
    }

    [Fact]
    public void Create_SameWeights_GiveSameBytes()
    {
        static byte[] Create() =>
            Google.Protobuf.MessageExtensions.ToByteArray(
                TowerGraphWriter.CreateText(CreateTiny(TextProjection.Mlp, 2))
            );

        Assert.Equal(Create(), Create());
    }

    // Texts of all lengths up to the context, in batches with shorter ones, against the graph of the package itself.
    [Fact]
    public void Create_MiniLm_ComputesThePackagesMean()
    {
        var weights = CreateMiniLm();
        using var sut = new GraphRunner(TowerGraphWriter.CreateText(weights));
        using var original = new GraphRunner(MiniLmPackage.ReadGraph(RepositoryPaths.PackagedWeights));
        var text = weights.Config.Text;
        var random = new Random(3);
        int[][] texts =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i => CreateText(2 + (i < 30 ? random.Next(30) : random.Next(text.ContextLength - 1)))),
            CreateText(text.ContextLength),
        ];
        foreach (var batch in texts.Chunk(7))
        {
            var none = new TensorData([batch.Length, text.Layers, 0, text.Width], []);

            var features = sut.EncodeText(batch, none, padding: 0);

            var expected = EncodeOriginal(original, batch, text.Width);
            for (var row = 0; row < batch.Length; row++)
            {
                var found = features.AsSpan(row * text.Width, text.Width);
                AssertClose(expected[row], found, 1e-5);
                Assert.InRange(
                    TensorPrimitives.CosineSimilarity<double>(
                        expected[row],
                        Array.ConvertAll(found.ToArray(), value => (double)value)
                    ),
                    1 - 1e-9,
                    1 + 1e-9
                );
            }
        }

        // [CLS] words [SEP]
        int[] CreateText(int length) =>
            [101, .. Enumerable.Range(0, length - 2).Select(_ => random.Next(999, text.VocabularySize)), 102];
    }

    private static double[][] EncodeOriginal(GraphRunner original, int[][] batch, int width)
    {
        var length = batch.Max(ids => ids.Length);
        long[] shape = [batch.Length, length];
        long[] mask = [.. batch.SelectMany(ids => Enumerable.Range(0, length).Select(i => i < ids.Length ? 1L : 0L))];
        var hidden = original.Run(
            ("input_ids", GraphRunner.Pad(batch, 0), shape),
            ("attention_mask", mask, shape),
            ("token_type_ids", new long[mask.Length], shape)
        );
        return
        [
            .. batch.Select(
                (ids, row) =>
                    Enumerable
                        .Range(0, width)
                        .Select(i =>
                            Enumerable
                                .Range(0, ids.Length)
                                .Average(place => (double)hidden[(row * length + place) * width + i])
                        )
                        .ToArray()
            ),
        ];
    }

    private static ClipWeights CreateMiniLm()
    {
        var packages = MiniLmPackage.ReadWeights(RepositoryPaths.PackagedWeights);
        var tensors = new Dictionary<string, TensorData>(packages)
        {
            [BertNames.Positions] = packages[BertNames.Positions].TakeRows(GeneralBackbone.Config.Text.ContextLength),
        };
        return new(GeneralBackbone.Config, tensors);
    }

    private static ClipWeights CreateTiny(TextProjection projection, int tokenTypes) =>
        SeededWeights.Create(
            new(
                Dimension,
                new(Width: 12, Layers: 3, Heads: 3, VocabularySize: 20, ContextLength: 9)
                {
                    Type = TextTowerType.Bert,
                    Projection = projection,
                    TokenTypes = tokenTypes,
                    Activation = Activation.Gelu,
                    LayerNormEpsilon = 1e-12,
                    HiddenWidth = 20,
                },
                new(Width: 4, Layers: 1, Heads: 1, ImageSize: 4, PatchSize: 4)
            )
        );

    private static void AssertClose(double[] expected, Span<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i] - expected[i], -tolerance, tolerance);
    }
}
