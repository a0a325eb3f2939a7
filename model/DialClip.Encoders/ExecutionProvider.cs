namespace DialClip.Encoders;

/// <summary>Where the towers run.</summary>
public enum ExecutionProvider
{
    /// <summary>On the processor.</summary>
    Cpu,

    /// <summary>On an NVIDIA GPU.</summary>
    Cuda,
}
