namespace DialClip.Encoders;

/// <summary>The execution providers of ONNX Runtime.</summary>
public enum ExecutionProvider
{
    /// <summary>On the processor.</summary>
    Cpu,

    /// <summary>On an NVIDIA GPU.</summary>
    Cuda,
}
