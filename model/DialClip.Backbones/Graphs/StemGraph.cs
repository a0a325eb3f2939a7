using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>Adds the frozen convolutions of a ResNet to a graph: from pixels to its last grid.</summary>
public static class StemGraph
{
    private const float Levels = 255;

    /// <summary>Creates a graph of the stem alone: <c>pixels</c> (B, 3, S, S) to <c>grid</c> (B, C, G, G).</summary>
    /// <param name="weights">Weights that hold the stem's; the tower behind it is trained on its grids.</param>
    public static ModelProto Create(ClipWeights weights)
    {
        var (graph, vision) = (new GraphBuilder("stem"), weights.Config.Vision);
        var pixels = graph.FloatInput("pixels", "B", 3, vision.ImageSize, vision.ImageSize);
        var grid = Add(graph, new NamedLayers(graph, weights), pixels);
        graph.Output(grid, "grid", "B", vision.StemChannels, vision.Grid, vision.Grid);
        return graph.Build();
    }

    /// <summary>Adds the stem.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layers">The weights.</param>
    /// <param name="pixels">(B, 3, S, S), red first, values of 0 to 1, 32 bits.</param>
    /// <returns>(B, C, S/32, S/32), in the graph's precision.</returns>
    internal static string Add(GraphBuilder graph, NamedLayers layers, string pixels)
    {
        // Blue first, levels of 0 to 255, minus the mean picture: in 32 bits, as the levels need them.
        var turned = graph.Node("Gather", "visual/stem/bgr", [pixels, graph.Integers(2, 1, 0)], ("axis", 1));
        var levels = graph.Node(
            "Mul",
            "visual/stem/levels",
            [turned, graph.FullPrecisionNumber("visual/stem/255", Levels)]
        );
        var x = graph.ToGraphPrecision(
            graph.Node("Sub", "visual/stem/centred", [levels, layers.FullWeight(ResNetVitNames.StemMean)])
        );
        x = graph.Node(
            "MaxPool",
            "visual/stem/pooled",
            [Relu("visual/stem/first/relu", Convolve("visual/stem/first", x, ResNetStem.First))],
            ("kernel_shape", new long[] { 3, 3 }),
            ("strides", new long[] { 2, 2 }),
            ("pads", new long[] { 1, 1, 0, 0 })
        );
        for (var i = 0; i < ResNetStem.Blocks.Count; i++)
            x = Block($"visual/stem/blocks.{i}", x, ResNetStem.Blocks[i]);
        return x;

        string Block(string name, string input, StemBlock block)
        {
            var first = Relu(name + "/first/relu", Convolve(name + "/first", input, block.First));
            var second = Convolve(name + "/second", first, block.Second);
            var shortcut = block.Shortcut is null ? input : Convolve(name + "/shortcut", input, block.Shortcut);
            return Relu(name, graph.Node("Add", name + "/sum", [second, shortcut]));
        }

        string Relu(string name, string value) => graph.Node("Relu", name, [value]);

        string Convolve(string name, string input, StemConvolution convolution)
        {
            long[] kernel = [convolution.Kernel, convolution.Kernel];
            long[] strides = [convolution.Stride, convolution.Stride];
            long[] pads = [convolution.PadBefore, convolution.PadBefore, convolution.PadAfter, convolution.PadAfter];
            var convolved = graph.Node(
                "Conv",
                name + "/conv",
                [input, layers.Weight(ResNetVitNames.Stem + convolution.Weight)],
                ("kernel_shape", kernel),
                ("strides", strides),
                ("pads", pads)
            );
            return graph.Node(
                "BatchNormalization",
                name,
                [convolved, .. convolution.NormWeights.Select(weight => layers.Weight(ResNetVitNames.Stem + weight))],
                ("epsilon", StemConvolution.Epsilon)
            );
        }
    }
}
