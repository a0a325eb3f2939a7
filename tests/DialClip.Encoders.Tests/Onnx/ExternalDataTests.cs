using DialClip.Encoders.Onnx;

namespace DialClip.Encoders.Tests.Onnx;

public sealed class ExternalDataTests
{
    private static readonly byte[] Tensor = ExternalWeights.CreateTensor("w.bin");

    public static TheoryData<string, byte[]> Places =>
        new()
        {
            { "weight", Graph(TinyOnnx.Field(5, Tensor)) },
            { "values of a sparse weight", Graph(TinyOnnx.Field(15, TinyOnnx.Field(1, Tensor))) },
            { "indices of a sparse weight", Graph(TinyOnnx.Field(15, TinyOnnx.Field(2, Tensor))) },
            { "attribute", Graph(Node(TinyOnnx.Field(5, Tensor))) },
            { "list of an attribute", Graph(Node(TinyOnnx.Field(10, Tensor))) },
            { "sparse attribute", Graph(Node(TinyOnnx.Field(22, TinyOnnx.Field(1, Tensor)))) },
            { "sparse list of an attribute", Graph(Node(TinyOnnx.Field(23, TinyOnnx.Field(2, Tensor)))) },
            { "subgraph", Graph(Node(TinyOnnx.Field(6, TinyOnnx.Field(5, Tensor)))) },
            { "list of subgraphs", Graph(Node(TinyOnnx.Field(11, TinyOnnx.Field(5, Tensor)))) },
            { "subgraph of a subgraph", Graph(Node(TinyOnnx.Field(6, Node(TinyOnnx.Field(5, Tensor))))) },
            { "function", TinyOnnx.Field(25, TinyOnnx.Field(7, TinyOnnx.Field(5, TinyOnnx.Field(5, Tensor)))) },
            { "default of a function", TinyOnnx.Field(25, TinyOnnx.Field(11, TinyOnnx.Field(5, Tensor))) },
            { "start of a training", TinyOnnx.Field(20, TinyOnnx.Field(1, TinyOnnx.Field(5, Tensor))) },
            { "step of a training", TinyOnnx.Field(20, TinyOnnx.Field(2, TinyOnnx.Field(5, Tensor))) },
        };

    [Theory]
    [MemberData(nameof(Places))]
    public void FindLocations_TensorAnywhere_IsFound(string place, byte[] model)
    {
        Assert.True(ExternalData.FindLocations(model).SequenceEqual(["w.bin"]), place);
        Assert.True(ExternalData.FindLocations([.. Graph([]), .. model, .. model]).SequenceEqual(["w.bin"]), place);
    }

    [Fact]
    public void FindLocations_OwnGraphs_HaveNone()
    {
        using var bundle = new TinyBundle();
        bundle.LoadBackbone().Dispose();

        foreach (var file in new[] { "text.onnx", "vision.onnx" })
            Assert.Empty(
                ExternalData.FindLocations(File.ReadAllBytes(bundle.GetPath($"{TinyBundle.BackbonePath}/{file}")))
            );
    }

    [Theory]
    [InlineData("0A", "it ends early")]
    [InlineData("0A05", "it ends early")]
    [InlineData("0B", "field 1 has the type 3")]
    [InlineData("0F", "field 1 has the type 7")]
    [InlineData("00", "a field has the tag 0")]
    [InlineData("08FFFFFFFFFFFFFFFFFFFFFF01", "a number has more than 64 bits")]
    [InlineData("FFFFFFFF7F00", "a field has the tag")]
    public void FindLocations_NoMessage_SaysWhy(string hex, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => ExternalData.FindLocations(Convert.FromHexString(hex)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindLocations_EndlessNesting_IsRefused()
    {
        var graph = TinyOnnx.Field(5, Tensor);
        for (var depth = 0; depth < 5_000; depth++)
            graph = Node(TinyOnnx.Field(6, graph));

        var error = Assert.Throws<InvalidDataException>(() => ExternalData.FindLocations(TinyOnnx.Field(7, graph)));

        Assert.Contains("nested more than 100 deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindLocations_LocationAfterItsValue_IsFound()
    {
        byte[] entry = [.. TinyOnnx.Field(2, "w.bin"u8), .. TinyOnnx.Field(1, "location"u8)];

        Assert.Equal(["w.bin"], ExternalData.FindLocations(Graph(TinyOnnx.Field(5, TinyOnnx.Field(13, entry)))));
    }

    private static byte[] Graph(byte[] field) => TinyOnnx.Field(7, field);

    private static byte[] Node(byte[] attributeField) => TinyOnnx.Field(1, TinyOnnx.Field(5, attributeField));
}
