using System.Runtime.InteropServices;
using DialClip.Backbones.Graphs.Onnx;
using DialClip.Backbones.Weights;
using Google.Protobuf;

namespace DialClip.Backbones.Graphs;

/// <summary>Builds an ONNX graph, node by node.</summary>
/// <remarks>Every node is named after its output, so that messages of ONNX Runtime name it.</remarks>
/// <param name="name">The name of the graph.</param>
/// <param name="external">The file of large weights; null to store all in the graph.</param>
/// <param name="half">Whether weights and constants have 16 bits instead of 32; inputs and outputs have 32.</param>
public sealed class GraphBuilder(string name, WeightsFile? external = null, bool half = false)
{
    /// <summary>The operator set; ONNX Runtime 1.12 and later run it.</summary>
    public const int Opset = 17;

    private const int IrVersion = 8;
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Float16 = 10;

    // Shapes and other small constants stay in the graph: ONNX Runtime reads some of them while it loads.
    private const int MinExternal = 1024;

    private readonly GraphProto graph = new() { Name = name };
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>Adds a float input; a size that is a letter is dynamic.</summary>
    public string FloatInput(string input, params object[] shape) => Input(input, Float, shape);

    /// <summary>Adds an int64 input.</summary>
    public string Int64Input(string input, params object[] shape) => Input(input, Int64, shape);

    /// <summary>Adds an output of a value, with its shape.</summary>
    public void Output(string value, string output, params object[] shape)
    {
        AddNode("Identity", output, [value]);
        graph.Output.Add(CreateValueInfo(output, Float, shape));
    }

    /// <summary>Adds a weight in the graph's precision.</summary>
    public string Weight(string weight, TensorData tensor) => Weight(weight, tensor, half);

    /// <summary>Adds a weight of 32 bits, whatever the precision of the graph.</summary>
    public string FullPrecisionWeight(string weight, TensorData tensor) => Weight(weight, tensor, isHalf: false);

    /// <summary>Adds a constant number in the graph's precision.</summary>
    public string Number(string constant, float value) =>
        half
            ? Initializer(constant, Float16, [], MemoryMarshal.AsBytes<Half>([(Half)value]))
            : FullPrecisionNumber(constant, value);

    /// <summary>Adds a constant number of 32 bits, whatever the precision of the graph.</summary>
    public string FullPrecisionNumber(string constant, float value) =>
        Initializer(constant, Float, [], MemoryMarshal.AsBytes<float>([value]));

    /// <summary>Casts a value of 32 bits to the graph's precision.</summary>
    public string ToGraphPrecision(string x) => half ? Node("Cast", x + "/half", [x], ("to", Float16)) : x;

    /// <summary>Casts a value of the graph's precision to 32 bits.</summary>
    public string ToFullPrecision(string x) => half ? Node("Cast", x + "/full", [x], ("to", Float)) : x;

    /// <summary>Adds a constant list of integers, once for all its uses.</summary>
    public string Integers(params long[] values)
    {
        var constant = $"const/[{string.Join(",", values)}]";
        return names.Contains(constant)
            ? constant
            : Initializer(constant, Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));
    }

    /// <summary>Adds a constant integer, once for all its uses.</summary>
    public string ScalarInteger(long value)
    {
        var constant = $"const/{value}";
        return names.Contains(constant)
            ? constant
            : Initializer(constant, Int64, [], MemoryMarshal.AsBytes<long>([value]));
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The ONNX operator.</param>
    /// <param name="output">The name of the output and the node, unique in the graph.</param>
    /// <param name="inputs">The names of the inputs.</param>
    /// <param name="attributes">Integers, floats and integer lists.</param>
    public string Node(
        string operation,
        string output,
        string[] inputs,
        params (string Name, object Value)[] attributes
    ) => AddNode(operation, output, inputs, attributes);

    /// <summary>Adds a node with several outputs.</summary>
    public string[] Nodes(
        string operation,
        string[] outputs,
        string[] inputs,
        params (string Name, object Value)[] attributes
    )
    {
        var node = new NodeProto { OpType = operation, Name = outputs[0] };
        node.Input.AddRange(inputs);
        foreach (var output in outputs)
            node.Output.Add(Reserve(output));
        node.Attribute.AddRange(attributes.Select(CreateAttribute));
        graph.Node.Add(node);
        return outputs;
    }

    /// <summary>Creates the model; the same calls give the same bytes.</summary>
    public ModelProto Build()
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "dialclip",
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        return model;
    }

    private static AttributeProto CreateAttribute((string Name, object Value) attribute)
    {
        var proto = new AttributeProto { Name = attribute.Name };
        switch (attribute.Value)
        {
            case int or long:
                proto.Type = AttributeProto.Types.AttributeType.Int;
                proto.I = Convert.ToInt64(attribute.Value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case float value:
                proto.Type = AttributeProto.Types.AttributeType.Float;
                proto.F = value;
                break;
            case long[] values:
                proto.Type = AttributeProto.Types.AttributeType.Ints;
                proto.Ints.AddRange(values);
                break;
            default:
                throw new ArgumentException(
                    $"Attribute '{attribute.Name}' is a {attribute.Value.GetType().Name}, "
                        + "expected an integer, a float or a list of integers.",
                    nameof(attribute)
                );
        }
        return proto;
    }

    private static ValueInfoProto CreateValueInfo(string value, int type, object[] shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var size in shape)
            dimensions.Dim.Add(
                size is string letter
                    ? new TensorShapeProto.Types.Dimension { DimParam = letter }
                    : new TensorShapeProto.Types.Dimension
                    {
                        DimValue = Convert.ToInt64(size, System.Globalization.CultureInfo.InvariantCulture),
                    }
            );
        return new ValueInfoProto
        {
            Name = value,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = dimensions },
            },
        };
    }

    private string AddNode(
        string operation,
        string output,
        string[] inputs,
        params (string Name, object Value)[] attributes
    ) => Nodes(operation, [output], inputs, attributes)[0];

    private string Input(string input, int type, object[] shape)
    {
        graph.Input.Add(CreateValueInfo(Reserve(input), type, shape));
        return input;
    }

    private string Weight(string weight, TensorData tensor, bool isHalf)
    {
        var type = isHalf ? Float16 : Float;
        if (external is not null && tensor.Count >= MinExternal)
            return External(weight, type, tensor, isHalf, external);
        using var bytes = new MemoryStream();
        WeightWriter.Write(bytes, weight, tensor, isHalf);
        return Initializer(weight, type, tensor.Shape, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private string Initializer(string constant, int type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        var tensor = new TensorProto
        {
            Name = Reserve(constant),
            DataType = type,
            RawData = ByteString.CopyFrom(bytes),
        };
        tensor.Dims.AddRange(shape);
        graph.Initializer.Add(tensor);
        return constant;
    }

    private string External(string weight, int type, TensorData tensor, bool isHalf, WeightsFile file)
    {
        var (offset, length) = file.Add(weight, tensor, isHalf);
        var proto = new TensorProto
        {
            Name = Reserve(weight),
            DataType = type,
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        proto.Dims.AddRange(tensor.Shape);
        foreach (
            var (key, value) in new[]
            {
                ("location", file.Name),
                ("offset", Format(offset)),
                ("length", Format(length)),
            }
        )
            proto.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        graph.Initializer.Add(proto);
        return weight;

        static string Format(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private string Reserve(string value) =>
        names.Add(value) ? value : throw new InvalidOperationException($"The graph has a value '{value}' already.");
}
