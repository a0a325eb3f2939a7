using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>What a model's input or output is.</summary>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The real package does.")]
public class NodeMetadata
{
    private readonly TensorElementType elementType;
    private readonly int[] dimensions = [];
    private readonly string[] symbolicDimensions = [];
    private readonly byte[] name;

    internal unsafe NodeMetadata(string name, nint typeInfo)
    {
        var text = OrtCall.Utf8(name);
        this.name = GC.AllocateUninitializedArray<byte>(text.Length, pinned: true);
        text.CopyTo(this.name, 0);

        OnnxValueType = (OnnxValueType)OrtCall.GetInt(OrtSlot.GetOnnxTypeFromTypeInfo, typeInfo);
        if (!IsTensor)
            return;
        // Belongs to the type info: not released here.
        var info = OrtCall.Get(OrtSlot.CastTypeInfoToTensorInfo, typeInfo);
        elementType = (TensorElementType)OrtCall.GetInt(OrtSlot.GetTensorElementType, info);
        dimensions = Array.ConvertAll(OrtTensorTypeAndShapeInfo.ReadShape(info), dimension => checked((int)dimension));
        var names = new nint[dimensions.Length];
        fixed (nint* pointers = names)
            OrtCall.Check(((delegate* unmanaged<nint, nint*, nint, nint>)OrtCall.Function(OrtSlot.GetSymbolicDimensions))(info, pointers, names.Length));
        symbolicDimensions = Array.ConvertAll(names, pointer => Marshal.PtrToStringUTF8(pointer) ?? "");
    }

    /// <summary>Gets the kind of the value.</summary>
    public OnnxValueType OnnxValueType { get; }

    /// <summary>Gets whether the value is a tensor.</summary>
    public bool IsTensor => OnnxValueType is OnnxValueType.ONNX_TYPE_TENSOR or OnnxValueType.ONNX_TYPE_SPARSETENSOR;

    /// <summary>Gets the dimensions; a dynamic one is -1.</summary>
    public int[] Dimensions => Tensor(dimensions);

    /// <summary>Gets the names of the dynamic dimensions; empty where a dimension is fixed or has no name.</summary>
    public string[] SymbolicDimensions => Tensor(symbolicDimensions);

    /// <summary>Gets the .NET type of the elements.</summary>
    public Type ElementType => ElementTypes.Of(Tensor(elementType)).Type;

    /// <summary>Gets the type of the elements.</summary>
    public TensorElementType ElementDataType => Tensor(elementType);

    /// <summary>Gets whether the elements are texts.</summary>
    public bool IsString => Tensor(elementType) == TensorElementType.String;

    // Pinned for its life, so that a run converts no names.
    internal nint NameText => Marshal.UnsafeAddrOfPinnedArrayElement(name, 0);

    private T Tensor<T>(T value) => IsTensor
        ? value
        : throw new OnnxRuntimeException(ErrorCode.Fail, "OnnxValueType must either be a tensor or sparse tensor");
}
