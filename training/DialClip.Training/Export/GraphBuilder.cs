using System.Runtime.InteropServices;
using DialClip.Training.Checkpoints;
using DialClip.Training.Export.Onnx;
using Google.Protobuf;

namespace DialClip.Training.Export;

/// <summary>Puts an ONNX graph together, node by node; every node is named after its output, so that a message of ONNX Runtime says where it is.</summary>
/// <param name="name">The graph's name.</param>
/// <param name="external">Where large weights go instead of into the graph; null to keep all inside.</param>
/// <param name="half">Whether weights and numbers have 16 bits instead of 32; inputs and outputs keep 32.</param>
internal sealed class GraphBuilder(string name, WeightsFile? external = null, bool half = false)
{
    /// <summary>The operator set that is written; ONNX Runtime 1.12 and later run it.</summary>
    public const int Opset = 17;

    private const int IrVersion = 8;
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Float16 = 10;

    // Shapes and other small constants stay inside: ONNX Runtime wants to see some of them while it loads.
    private const int SmallestExternal = 1024;

    private readonly GraphProto graph = new() { Name = name };
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>Declares a float input; a size that is a letter is dynamic.</summary>
    public string FloatInput(string input, params object[] shape) => Input(input, Float, shape);

    /// <summary>Declares an int64 input.</summary>
    public string Int64Input(string input, params object[] shape) => Input(input, Int64, shape);

    /// <summary>Declares what a value is called outside, and its shape.</summary>
    public void Output(string value, string output, params object[] shape)
    {
        Named("Identity", output, [value]);
        graph.Output.Add(Info(output, Float, shape));
    }

    /// <summary>Adds a weight in the graph's precision.</summary>
    public string Weight(string weight, TensorData tensor) => Weight(weight, tensor, half);

    /// <summary>Adds a weight of 32 bits in any graph.</summary>
    public string FullWeight(string weight, TensorData tensor) => Weight(weight, tensor, narrow: false);

    /// <summary>Adds a constant number in the graph's precision.</summary>
    public string Number(string constant, float value) =>
        half
            ? Initializer(constant, Float16, [], MemoryMarshal.AsBytes<Half>([(Half)value]))
            : FullNumber(constant, value);

    /// <summary>Adds a constant number of 32 bits in any graph.</summary>
    public string FullNumber(string constant, float value) =>
        Initializer(constant, Float, [], MemoryMarshal.AsBytes<float>([value]));

    /// <summary>Brings a value of 32 bits to the graph's precision.</summary>
    public string Narrowed(string x) => half ? Node("Cast", x + "/half", [x], ("to", Float16)) : x;

    /// <summary>Brings a value of the graph's precision to 32 bits.</summary>
    public string Widened(string x) => half ? Node("Cast", x + "/full", [x], ("to", Float)) : x;

    /// <summary>Adds a constant list of integers; the same list is kept once.</summary>
    public string Integers(params long[] values)
    {
        var constant = $"const/[{string.Join(",", values)}]";
        return names.Contains(constant)
            ? constant
            : Initializer(constant, Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));
    }

    /// <summary>Adds a constant integer; the same one is kept once.</summary>
    public string Integer(long value)
    {
        var constant = $"const/{value}";
        return names.Contains(constant)
            ? constant
            : Initializer(constant, Int64, [], MemoryMarshal.AsBytes<long>([value]));
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The ONNX operator.</param>
    /// <param name="output">The name of the output and the node, unique in the graph.</param>
    /// <param name="inputs">Names of values.</param>
    /// <param name="attributes">Integers, floats and integer lists.</param>
    public string Node(
        string operation,
        string output,
        string[] inputs,
        params (string Name, object Value)[] attributes
    ) => Named(operation, output, inputs, attributes);

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
            node.Output.Add(Claim(output));
        node.Attribute.AddRange(attributes.Select(Attribute));
        graph.Node.Add(node);
        return outputs;
    }

    /// <summary>Gets the finished model; the same calls give the same bytes.</summary>
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

    private static AttributeProto Attribute((string Name, object Value) attribute)
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
                    $"Attribute '{attribute.Name}' is a {attribute.Value.GetType().Name}, expected an integer, a float or a list of integers.",
                    nameof(attribute)
                );
        }
        return proto;
    }

    private static ValueInfoProto Info(string value, int type, object[] shape)
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

    private string Named(
        string operation,
        string output,
        string[] inputs,
        params (string Name, object Value)[] attributes
    ) => Nodes(operation, [output], inputs, attributes)[0];

    private string Input(string input, int type, object[] shape)
    {
        graph.Input.Add(Info(Claim(input), type, shape));
        return input;
    }

    private string Weight(string weight, TensorData tensor, bool narrow)
    {
        var type = narrow ? Float16 : Float;
        if (external is not null && tensor.Count >= SmallestExternal)
            return External(weight, type, tensor, narrow, external);
        using var bytes = new MemoryStream();
        WeightBytes.Write(bytes, weight, tensor, narrow);
        return Initializer(weight, type, tensor.Shape, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private string Initializer(string constant, int type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        var tensor = new TensorProto
        {
            Name = Claim(constant),
            DataType = type,
            RawData = ByteString.CopyFrom(bytes),
        };
        tensor.Dims.AddRange(shape);
        graph.Initializer.Add(tensor);
        return constant;
    }

    private string External(string weight, int type, TensorData tensor, bool narrow, WeightsFile file)
    {
        var (offset, length) = file.Add(weight, tensor, narrow);
        var proto = new TensorProto
        {
            Name = Claim(weight),
            DataType = type,
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        proto.Dims.AddRange(tensor.Shape);
        foreach (
            var (key, value) in new[] { ("location", file.Name), ("offset", Text(offset)), ("length", Text(length)) }
        )
            proto.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        graph.Initializer.Add(proto);
        return weight;

        static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private string Claim(string value) =>
        names.Add(value) ? value : throw new InvalidOperationException($"The graph has a value '{value}' already.");
}
