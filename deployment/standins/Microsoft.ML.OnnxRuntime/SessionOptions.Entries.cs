namespace Microsoft.ML.OnnxRuntime;

/// <content>Named settings and execution providers.</content>
public partial class SessionOptions
{
    /// <summary>Makes options with CUDA's execution provider.</summary>
    /// <exception cref="OnnxRuntimeException">The native library has no such provider, or its parts are not installed.</exception>
    public static SessionOptions MakeSessionOptionWithCudaProvider(int deviceId = 0)
    {
        var options = new SessionOptions();
        try
        {
            options.AppendExecutionProvider_CUDA(deviceId);
            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    /// <summary>Sets one of the library's named settings of a session; a later value of the same key wins.</summary>
    public void AddSessionConfigEntry(string configKey, string configValue)
    {
        using var lease = new HandleLease(this);
        OrtCall.Set(OrtSlot.AddSessionConfigEntry, lease.Pointer, configKey, configValue);
    }

    /// <summary>Fixes a dynamic dimension of the given denotation.</summary>
    public void AddFreeDimensionOverride(string dimDenotation, long dimValue)
    {
        using var lease = new HandleLease(this);
        OrtCall.Set(OrtSlot.AddFreeDimensionOverride, lease.Pointer, dimDenotation, dimValue);
    }

    /// <summary>Fixes a dynamic dimension of the given name.</summary>
    public void AddFreeDimensionOverrideByName(string dimName, long dimValue)
    {
        using var lease = new HandleLease(this);
        OrtCall.Set(OrtSlot.AddFreeDimensionOverrideByName, lease.Pointer, dimName, dimValue);
    }

    /// <summary>Makes sessions use the environment's thread pools; the environment must have been made with threading options.</summary>
    public void DisablePerSessionThreads()
    {
        using var lease = new HandleLease(this);
        OrtCall.Do(OrtSlot.DisablePerSessionThreads, lease.Pointer);
    }

    /// <summary>Appends the execution provider of the CPU; it is always there as the last one.</summary>
    /// <param name="useArena">1 takes memory from an arena, 0 does not.</param>
    public void AppendExecutionProvider_CPU(int useArena = 1) => Append("CPU", useArena);

    /// <summary>Appends CUDA's execution provider.</summary>
    /// <param name="deviceId">The device's number.</param>
    /// <exception cref="OnnxRuntimeException">The native library has no such provider, or its parts are not installed.</exception>
    public void AppendExecutionProvider_CUDA(int deviceId = 0) => Append("CUDA", deviceId);

    /// <summary>Appends CUDA's execution provider with its own options.</summary>
    /// <exception cref="OnnxRuntimeException">The native library has no such provider, or its parts are not installed.</exception>
    public void AppendExecutionProvider_CUDA(OrtCUDAProviderOptions cudaProviderOptions)
    {
        using var lease = new HandleLease(this);
        using var provider = new HandleLease(cudaProviderOptions);
        OrtCall.Do(OrtSlot.AppendExecutionProviderCudaV2, lease.Pointer, provider.Pointer);
    }

    private unsafe void Append(string provider, int argument)
    {
        using var lease = new HandleLease(this);
        var append = OrtLibrary.Export("OrtSessionOptionsAppendExecutionProvider_" + provider);
        if (append == 0)
            throw new OnnxRuntimeException(ErrorCode.NotImplemented, $"The native library was built without the {provider} execution provider.");
        OrtCall.Check(((delegate* unmanaged<nint, int, nint>)append)(lease.Pointer, argument));
    }
}
