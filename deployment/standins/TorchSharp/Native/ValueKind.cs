namespace TorchSharp.Native;

/// <summary>What a <see cref="Value"/> holds; the numbers are those of DctValue::Kind.</summary>
internal enum ValueKind
{
    None,
    Tensor,
    Int,
    Double,
    Bool,
    IntList,
    TensorList,
    OptionalTensorList,
    Device,
    Generator,
    String,
    Default,
}
