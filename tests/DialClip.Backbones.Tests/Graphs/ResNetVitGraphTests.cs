using DialClip.Backbones.Graphs;
using DialClip.Backbones.Packages;
using DialClip.Backbones.Towers;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Tests.Graphs;

public sealed class ResNetVitGraphTests
{
    private const int Dimension = 10;
    private const int Side = 96;

    [Fact]
    public void Create_WithPrompts_ComputesTheReference()
    {
        var weights = CreateTiny();
        var (stem, reference) = (new ReferenceStem(weights), new ReferenceResNetVit(weights));
        using var sut = new GraphRunner(TowerGraphWriter.CreateVision(weights));
        var pixels = CreatePixels(2, Side);
        var grids = pixels.Values.Chunk(3 * Side * Side).Select(stem.Encode).ToList();
        foreach (var count in new[] { 0, 1, 3 })
        {
            var prompts = SeededWeights.CreateNoise(count, 2, 2, count, 12);

            var features = sut.EncodePixels(pixels, prompts);

            for (var row = 0; row < 2; row++)
            {
                var expected = reference.Encode(grids[row], prompts, row);
                var scale = expected.Max(Math.Abs);
                for (var i = 0; i < Dimension; i++)
                    Assert.InRange((features[row * Dimension + i] - expected[i]) / scale, -1e-4, 1e-4);
            }
        }
    }

    [Fact]
    public void CreateStem_PackagesWeights_ComputesThePackagesGrid()
    {
        var stem = new ClipWeights(
            GeneralBackbone.Config,
            ResNet18Package.ReadWeights(RepositoryPaths.PackagedWeights)
        );
        using var sut = new GraphRunner(StemGraph.Create(stem));
        using var preprocessing = new GraphRunner(ResNet18Package.ReadPreprocessing(RepositoryPaths.PackagedWeights));
        using var network = new GraphRunner(ResNet18Package.ReadNetwork(RepositoryPaths.PackagedWeights));
        var pixels = CreatePixels(2, ResNet18Package.ImageSize);

        var grids = sut.Run(("pixels", pixels.Values, pixels.Shape)).Chunk(512 * 49).ToList();

        // The package's own output is the average over the grid; its graph takes one picture, in levels.
        foreach (var (picture, grid) in pixels.Values.Chunk(3 * 224 * 224).Zip(grids))
        {
            long[] shape = [1, 3, 224, 224];
            var levels = Array.ConvertAll(picture, value => value * 255);
            var centred = preprocessing.Run(("OriginalInput", levels, shape));
            var expected = network.Run(("Input247", centred, shape));
            double[] actual = [.. grid.Chunk(49).Select(cells => cells.Average(cell => (double)cell))];
            var scale = expected.Max(Math.Abs);
            Assert.All(expected.Zip(actual), pair => Assert.InRange((pair.Second - pair.First) / scale, -1e-4, 1e-4));
        }
    }

    [Theory]
    [InlineData(7, 4)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    public void GridPooling_EachCell_IsAMeanAndNoCellIsLeftOut(int from, int to)
    {
        var matrix = GridPooling.Create(from, to);

        Assert.Equal([to * to, from * from], matrix.Shape);
        Assert.All(matrix.Values.Chunk(from * from), row => Assert.Equal(1, row.Sum(), 1e-6));
        for (var cell = 0; cell < from * from; cell++)
            Assert.Contains(matrix.Values.Chunk(from * from), row => row[cell] > 0);
    }

    private static TensorData CreatePixels(int count, int side)
    {
        var noise = SeededWeights.CreateNoise(5, count, 3, side, side);
        return new(noise.Shape, [.. noise.Values.Select(value => (value + 1) / 2)]);
    }

    private static ClipWeights CreateTiny() =>
        SeededWeights.Create(
            new(
                Dimension,
                new(Width: 4, Layers: 1, Heads: 1, VocabularySize: 5, ContextLength: 4),
                new(Width: 12, Layers: 2, Heads: 3, Side, VisionTowerConfig.StemStride)
                {
                    Type = VisionTowerType.ResNetVit,
                    StemWidth = 2,
                    PooledGrid = 2,
                    BypassWidth = 9,
                    Activation = Activation.Gelu,
                }
            )
        );
}
