using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>How one run, or several at once, behave.</summary>
public class RunOptions : SafeHandle
{
    private OrtLoggingLevel logSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;
    private int logVerbosityLevel;
    private string logId = "";
    private bool terminate;

    /// <summary>Makes the library's default options.</summary>
    public RunOptions()
        : base(0, ownsHandle: true) => SetHandle(OrtCall.Get(OrtSlot.CreateRunOptions));

    /// <summary>Gets or sets from which level on the run logs.</summary>
    /// <value>The default is warnings.</value>
    public OrtLoggingLevel LogSeverityLevel
    {
        get => logSeverityLevel;
        set
        {
            using var lease = new HandleLease(this);
            OrtCall.Set(OrtSlot.RunOptionsSetRunLogSeverityLevel, lease.Pointer, (int)value);
            logSeverityLevel = value;
        }
    }

    /// <summary>Gets or sets how much is told at the verbose level.</summary>
    /// <value>The default is 0.</value>
    public int LogVerbosityLevel
    {
        get => logVerbosityLevel;
        set
        {
            using var lease = new HandleLease(this);
            OrtCall.Set(OrtSlot.RunOptionsSetRunLogVerbosityLevel, lease.Pointer, value);
            logVerbosityLevel = value;
        }
    }

    /// <summary>Gets or sets the run's name in log lines.</summary>
    /// <value>The default is empty.</value>
    public string LogId
    {
        get => logId;
        set
        {
            using var lease = new HandleLease(this);
            OrtCall.Set(OrtSlot.RunOptionsSetRunTag, lease.Pointer, value);
            logId = value;
        }
    }

    /// <summary>Gets or sets whether every run with these options ends as soon as it can, with an error; any thread may set it.</summary>
    /// <value>The default is false.</value>
    public bool Terminate
    {
        get => terminate;
        set
        {
            using var lease = new HandleLease(this);
            if (terminate == value)
                return;
            OrtCall.Do(value ? OrtSlot.RunOptionsSetTerminate : OrtSlot.RunOptionsUnsetTerminate, lease.Pointer);
            terminate = value;
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Sets one of the library's named settings of a run; a later value of the same key wins.</summary>
    public void AddRunConfigEntry(string configKey, string configValue)
    {
        using var lease = new HandleLease(this);
        OrtCall.Set(OrtSlot.AddRunConfigEntry, lease.Pointer, configKey, configValue);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtCall.Release(OrtSlot.ReleaseRunOptions, handle);
        return true;
    }
}
