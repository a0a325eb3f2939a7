namespace DialClip.Encoders;

/// <summary>How the towers run.</summary>
public sealed record EncoderOptions
{
    /// <summary>Gets how many threads one pass of a tower uses.</summary>
    /// <value>The default is 0: as many as the machine has cores.</value>
    public int IntraOpThreads { get; init; }

    /// <summary>Gets where the towers run; heads are small and always run on the processor.</summary>
    /// <value>The default is <see cref="ExecutionProvider.Cpu"/>.</value>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Gets which GPU to use.</summary>
    /// <value>The default is 0, the first one.</value>
    public int CudaDevice { get; init; }

    /// <summary>Gets whether the processor may step in where CUDA cannot be used; otherwise that is an error.</summary>
    /// <value>The default is false.</value>
    public bool AllowCpuFallback { get; init; }
}
