using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>The one environment of the process: logging and, if asked for, shared thread pools.</summary>
public sealed class OrtEnv : SafeHandle
{
    private static readonly Lazy<OrtEnv> Singleton = new(Create);
    private static EnvironmentCreationOptions creationOptions;

    private OrtLoggingLevel logLevel;

    private OrtEnv(nint environment, OrtLoggingLevel logLevel)
        : base(environment, ownsHandle: true) => this.logLevel = logLevel;

    /// <summary>Gets whether the environment exists.</summary>
    public static bool IsCreated => Singleton.IsValueCreated;

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Gets or sets from which level on is logged.</summary>
    /// <value>The default is warnings.</value>
    public OrtLoggingLevel EnvLogLevel
    {
        get => logLevel;
        set
        {
            using var lease = new HandleLease(this);
            OrtCall.Set(OrtSlot.UpdateEnvWithCustomLogLevel, lease.Pointer, (int)value);
            logLevel = value;
        }
    }

    /// <summary>Gets the environment; the first call makes it.</summary>
    public static OrtEnv Instance() => Singleton.Value;

    /// <summary>Makes the environment with options.</summary>
    /// <exception cref="OnnxRuntimeException">It exists already, so the options would have no effect.</exception>
    public static OrtEnv CreateInstanceWithOptions(ref EnvironmentCreationOptions options)
    {
        if (Singleton.IsValueCreated)
            throw new OnnxRuntimeException(ErrorCode.RuntimeException, "OrtEnv singleton instance already exists, supplied options would not have effect");
        creationOptions = options;
        return Singleton.Value;
    }

    /// <summary>Does nothing but tell the library; only builds for Windows collect telemetry.</summary>
    public void EnableTelemetryEvents()
    {
        using var lease = new HandleLease(this);
        OrtCall.Do(OrtSlot.EnableTelemetryEvents, lease.Pointer);
    }

    /// <summary>Turns the library's telemetry off, where it has any.</summary>
    public void DisableTelemetryEvents()
    {
        using var lease = new HandleLease(this);
        OrtCall.Do(OrtSlot.DisableTelemetryEvents, lease.Pointer);
    }

    /// <summary>Gets the native library's version, such as "1.30.0".</summary>
    public string GetVersionString()
    {
        using var lease = new HandleLease(this);
        return OrtLibrary.VersionText;
    }

    /// <summary>Gets the execution providers that the native library was built with; the parts of one may still be missing.</summary>
    public unsafe string[] GetAvailableProviders()
    {
        using var lease = new HandleLease(this);
        nint* names = null;
        var count = 0;
        OrtCall.Check(((delegate* unmanaged<nint**, int*, nint>)OrtCall.Function(OrtSlot.GetAvailableProviders))(&names, &count));
        try
        {
            var providers = new string[count];
            for (var i = 0; i < count; i++)
                providers[i] = Marshal.PtrToStringUTF8(names[i]) ?? "";
            return providers;
        }
        finally
        {
            OrtCall.Check(((delegate* unmanaged<nint*, int, nint>)OrtCall.Function(OrtSlot.ReleaseAvailableProviders))(names, count));
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtCall.Release(OrtSlot.ReleaseEnv, handle);
        return true;
    }

    private static unsafe OrtEnv Create()
    {
        var level = creationOptions.logLevel ?? OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;
        nint environment = 0;
        fixed (byte* id = OrtCall.Utf8(string.IsNullOrEmpty(creationOptions.logId) ? "CSharpOnnxRuntime" : creationOptions.logId))
        {
            if (creationOptions.threadOptions is { } threads)
            {
                using var lease = new HandleLease(threads);
                var create = (delegate* unmanaged<int, byte*, nint, nint*, nint>)OrtCall.Function(OrtSlot.CreateEnvWithGlobalThreadPools);
                OrtCall.Check(create((int)level, id, lease.Pointer, &environment));
            }
            else
            {
                OrtCall.Check(((delegate* unmanaged<int, byte*, nint*, nint>)OrtCall.Function(OrtSlot.CreateEnv))((int)level, id, &environment));
            }
        }

        return new OrtEnv(environment, level);
    }
}
