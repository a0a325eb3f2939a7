using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>How a session opens a model and runs it.</summary>
public partial class SessionOptions : SafeHandle
{
    private bool enableMemoryPattern = true;
    private bool enableCpuMemArena = true;
    private string optimizedModelFilePath = "";
    private string logId = "";
    private OrtLoggingLevel logSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;
    private int logVerbosityLevel;
    private int intraOpNumThreads;
    private int interOpNumThreads;
    private GraphOptimizationLevel graphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
    private ExecutionMode executionMode = ExecutionMode.ORT_SEQUENTIAL;

    /// <summary>Makes the library's default options, and the environment if there is none yet.</summary>
    public SessionOptions()
        : base(0, ownsHandle: true)
    {
        SetHandle(OrtCall.Get(OrtSlot.CreateSessionOptions));
        OrtEnv.Instance();
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Gets or sets whether memory is planned by the shapes of earlier runs.</summary>
    /// <value>The default is true.</value>
    public bool EnableMemoryPattern
    {
        get => enableMemoryPattern;
        set => Switch(value ? OrtSlot.EnableMemPattern : OrtSlot.DisableMemPattern, ref enableMemoryPattern, value);
    }

    /// <summary>Gets or sets whether the CPU's memory comes from an arena, which keeps what it once took.</summary>
    /// <value>The default is true.</value>
    public bool EnableCpuMemArena
    {
        get => enableCpuMemArena;
        set => Switch(value ? OrtSlot.EnableCpuMemArena : OrtSlot.DisableCpuMemArena, ref enableCpuMemArena, value);
    }

    /// <summary>Gets or sets where the rewritten graph is written; empty means nowhere.</summary>
    /// <value>The default is empty.</value>
    public unsafe string OptimizedModelFilePath
    {
        get => optimizedModelFilePath;
        set
        {
            using var lease = new HandleLease(this);
            fixed (byte* path = OrtCall.PathText(value))
                OrtCall.Do(OrtSlot.SetOptimizedModelFilePath, lease.Pointer, (nint)path);
            optimizedModelFilePath = value;
        }
    }

    /// <summary>Gets or sets the session's name in log lines.</summary>
    /// <value>The default is empty.</value>
    public string LogId
    {
        get => logId;
        set
        {
            using var lease = new HandleLease(this);
            OrtCall.Set(OrtSlot.SetSessionLogId, lease.Pointer, value);
            logId = value;
        }
    }

    /// <summary>Gets or sets from which level on the session logs.</summary>
    /// <value>The default is warnings.</value>
    public OrtLoggingLevel LogSeverityLevel
    {
        get => logSeverityLevel;
        set => logSeverityLevel = (OrtLoggingLevel)Number(OrtSlot.SetSessionLogSeverityLevel, (int)value);
    }

    /// <summary>Gets or sets how much is told at the verbose level.</summary>
    /// <value>The default is 0.</value>
    public int LogVerbosityLevel
    {
        get => logVerbosityLevel;
        set => logVerbosityLevel = Number(OrtSlot.SetSessionLogVerbosityLevel, value);
    }

    /// <summary>Gets or sets the number of threads within a node.</summary>
    /// <value>The default is 0: the library chooses.</value>
    public int IntraOpNumThreads
    {
        get => intraOpNumThreads;
        set => intraOpNumThreads = Number(OrtSlot.SetIntraOpNumThreads, value);
    }

    /// <summary>Gets or sets the number of threads across nodes, which counts in parallel mode only.</summary>
    /// <value>The default is 0: the library chooses.</value>
    public int InterOpNumThreads
    {
        get => interOpNumThreads;
        set => interOpNumThreads = Number(OrtSlot.SetInterOpNumThreads, value);
    }

    /// <summary>Gets or sets how far the graph is rewritten.</summary>
    /// <value>The default is all.</value>
    public GraphOptimizationLevel GraphOptimizationLevel
    {
        get => graphOptimizationLevel;
        set => graphOptimizationLevel = (GraphOptimizationLevel)Number(OrtSlot.SetSessionGraphOptimizationLevel, (int)value);
    }

    /// <summary>Gets or sets whether nodes run one after another or side by side.</summary>
    /// <value>The default is sequential.</value>
    public ExecutionMode ExecutionMode
    {
        get => executionMode;
        set => executionMode = (ExecutionMode)Number(OrtSlot.SetSessionExecutionMode, (int)value);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtCall.Release(OrtSlot.ReleaseSessionOptions, handle);
        return true;
    }

    private void Switch(OrtSlot slot, ref bool current, bool wanted)
    {
        using var lease = new HandleLease(this);
        OrtCall.Do(slot, lease.Pointer);
        current = wanted;
    }

    private int Number(OrtSlot slot, int value)
    {
        using var lease = new HandleLease(this);
        OrtCall.Set(slot, lease.Pointer, value);
        return value;
    }
}
