using System.Text;

namespace DialClip.Encoders.Onnx;

/// <summary>Finds the files that an ONNX graph takes tensors from, without reading any tensor.</summary>
/// <remarks>
/// See https://github.com/onnx/onnx/blob/main/docs/ExternalData.md. All places are looked at in which onnx.proto has a
/// tensor: weights, also sparse ones, attributes of nodes, subgraphs, functions and training. A field that comes more
/// than once is looked at each time, as readers merge it.
/// </remarks>
internal static class ExternalData
{
    // As deep as ONNX Runtime's reader of messages goes.
    private const int MaxDepth = 100;

    private enum Message
    {
        Model,
        Training,
        Function,
        Graph,
        Node,
        Attribute,
        SparseTensor,
        Tensor,
        Entry,
    }

    /// <summary>Finds the locations, each once, as the graph spells them.</summary>
    /// <param name="model">The bytes of a ModelProto.</param>
    /// <exception cref="InvalidDataException">The bytes are no such message; says why, as a clause.</exception>
    public static IReadOnlySet<string> FindLocations(ReadOnlySpan<byte> model)
    {
        var locations = new SortedSet<string>(StringComparer.Ordinal);
        Walk(model, Message.Model, locations, 1);
        return locations;
    }

    private static void Walk(ReadOnlySpan<byte> bytes, Message message, SortedSet<string> locations, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException($"its messages are nested more than {MaxDepth} deep");
        var fields = new ProtobufFields(bytes);
        while (fields.Read())
        {
            if (!fields.HasContent || FindMessage(message, fields.Number) is not { } inner)
                continue;
            if (inner == Message.Entry)
                AddLocation(fields.Content, locations);
            else
                Walk(fields.Content, inner, locations, depth + 1);
        }
    }

    // By the numbers of onnx.proto.
    private static Message? FindMessage(Message message, int field) =>
        (message, field) switch
        {
            (Message.Model, 7) => Message.Graph,
            (Message.Model, 20) => Message.Training,
            (Message.Model, 25) => Message.Function,
            (Message.Training, 1 or 2) => Message.Graph,
            (Message.Function, 7) => Message.Node,
            (Message.Function, 11) => Message.Attribute,
            (Message.Graph, 1) => Message.Node,
            (Message.Graph, 5) => Message.Tensor,
            (Message.Graph, 15) => Message.SparseTensor,
            (Message.Node, 5) => Message.Attribute,
            (Message.Attribute, 5 or 10) => Message.Tensor,
            (Message.Attribute, 6 or 11) => Message.Graph,
            (Message.Attribute, 22 or 23) => Message.SparseTensor,
            (Message.SparseTensor, 1 or 2) => Message.Tensor,
            (Message.Tensor, 13) => Message.Entry,
            _ => null,
        };

    private static void AddLocation(ReadOnlySpan<byte> entry, SortedSet<string> locations)
    {
        var (isLocation, value) = (false, "");
        var fields = new ProtobufFields(entry);
        while (fields.Read())
        {
            if (fields is { HasContent: true, Number: 1 })
                isLocation = fields.Content.SequenceEqual("location"u8);
            else if (fields is { HasContent: true, Number: 2 })
                value = Encoding.UTF8.GetString(fields.Content);
        }

        if (isLocation)
            locations.Add(value);
    }
}
