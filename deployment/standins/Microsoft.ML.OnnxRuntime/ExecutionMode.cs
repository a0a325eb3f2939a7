namespace Microsoft.ML.OnnxRuntime;

/// <summary>Whether the nodes of a graph run one after another or side by side.</summary>
public enum ExecutionMode
{
    ORT_SEQUENTIAL = 0,
    ORT_PARALLEL = 1,
}
