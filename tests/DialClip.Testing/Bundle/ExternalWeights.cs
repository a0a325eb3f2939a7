namespace DialClip.Testing;

/// <summary>Adds a weight in a file of its own to an ONNX graph.</summary>
internal static class ExternalWeights
{
    /// <summary>Gets a graph's bytes with a further weight of three values, or with a further name.</summary>
    /// <param name="path">The graph.</param>
    /// <param name="location">The file of the weight, relative to the graph; null for a name alone.</param>
    public static byte[] AddTo(string path, string? location)
    {
        // Messages of one field that comes twice are merged.
        var graph = location is null ? TinyOnnx.Field(2, "more"u8) : TinyOnnx.Field(5, CreateTensor(location));
        return [.. File.ReadAllBytes(path), .. TinyOnnx.Field(7, graph)];
    }

    /// <summary>Creates a tensor of three values whose data is in a file.</summary>
    public static byte[] CreateTensor(string location) =>
        [
            .. TinyOnnx.Number(1, 3),
            .. TinyOnnx.Number(2, 1),
            .. TinyOnnx.Field(8, "further"u8),
            .. TinyOnnx.Field(13, Entry("location", location)),
            .. TinyOnnx.Field(13, Entry("offset", "0")),
            .. TinyOnnx.Field(13, Entry("length", "12")),
            .. TinyOnnx.Number(14, 1),
        ];

    private static byte[] Entry(string key, string value) =>
        [
            .. TinyOnnx.Field(1, System.Text.Encoding.UTF8.GetBytes(key)),
            .. TinyOnnx.Field(2, System.Text.Encoding.UTF8.GetBytes(value)),
        ];
}
