namespace DialClip.Encoders;

/// <summary>The options of running the towers.</summary>
public sealed record EncoderOptions
{
    /// <summary>Gets the number of threads of one forward pass of a tower.</summary>
    /// <value>The default is 0: as many as the machine has cores.</value>
    public int IntraOpThreads { get; init; }

    /// <summary>Gets the execution provider of the towers; heads are small and always run on the CPU.</summary>
    /// <value>The default is <see cref="ExecutionProvider.Cpu"/>.</value>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Gets the number of the GPU, from 0.</summary>
    /// <value>The default is 0, the first one.</value>
    public int CudaDevice { get; init; }

    /// <summary>Gets whether to fall back to the CPU when CUDA cannot be used; otherwise that is an error.</summary>
    /// <value>The default is false.</value>
    public bool AllowCpuFallback { get; init; }
}
