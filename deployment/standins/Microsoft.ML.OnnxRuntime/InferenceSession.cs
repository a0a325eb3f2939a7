namespace Microsoft.ML.OnnxRuntime;

/// <summary>An open model; any number of threads may run it at once.</summary>
public partial class InferenceSession : IDisposable
{
    private readonly SessionHandle handle;
    private readonly Dictionary<string, NodeMetadata> inputs = [];
    private readonly Dictionary<string, NodeMetadata> outputs = [];
    private readonly List<string> inputNames = [];
    private readonly List<string> outputNames = [];
    private ModelMetadata? modelMetadata;

    /// <summary>Opens a model file.</summary>
    public InferenceSession(string modelPath)
        : this(Open(modelPath, null, null))
    {
    }

    /// <summary>Opens a model file, sharing prepacked weights with other sessions.</summary>
    public InferenceSession(string modelPath, PrePackedWeightsContainer prepackedWeightsContainer)
        : this(Open(modelPath, null, prepackedWeightsContainer))
    {
    }

    /// <summary>Opens a model file with options.</summary>
    public InferenceSession(string modelPath, SessionOptions options)
        : this(Open(modelPath, Given(options), null))
    {
    }

    /// <summary>Opens a model file with options, sharing prepacked weights with other sessions.</summary>
    public InferenceSession(string modelPath, SessionOptions options, PrePackedWeightsContainer? prepackedWeightsContainer)
        : this(Open(modelPath, Given(options), prepackedWeightsContainer))
    {
    }

    /// <summary>Opens a model from its bytes, which are not needed afterwards.</summary>
    public InferenceSession(byte[] model)
        : this(Open(model, null, null))
    {
    }

    /// <summary>Opens a model from its bytes, sharing prepacked weights with other sessions.</summary>
    public InferenceSession(byte[] model, PrePackedWeightsContainer prepackedWeightsContainer)
        : this(Open(model, null, prepackedWeightsContainer))
    {
    }

    /// <summary>Opens a model from its bytes with options.</summary>
    public InferenceSession(byte[] model, SessionOptions options)
        : this(Open(model, Given(options), null))
    {
    }

    /// <summary>Opens a model from its bytes with options, sharing prepacked weights with other sessions.</summary>
    public InferenceSession(byte[] model, SessionOptions options, PrePackedWeightsContainer? prepackedWeightsContainer)
        : this(Open(model, Given(options), prepackedWeightsContainer))
    {
    }

    private InferenceSession(SessionHandle handle)
    {
        this.handle = handle;
        try
        {
            using var lease = new HandleLease(handle, this);
            Read(lease.Pointer, OrtSlot.SessionGetInputCount, OrtSlot.SessionGetInputName, OrtSlot.SessionGetInputTypeInfo, inputNames, inputs);
            Read(lease.Pointer, OrtSlot.SessionGetOutputCount, OrtSlot.SessionGetOutputName, OrtSlot.SessionGetOutputTypeInfo, outputNames, outputs);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Gets what each input is, by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> InputMetadata => inputs;

    /// <summary>Gets the names of the inputs in the model's order.</summary>
    public IReadOnlyList<string> InputNames => inputNames;

    /// <summary>Gets what each output is, by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> OutputMetadata => outputs;

    /// <summary>Gets the names of the outputs in the model's order.</summary>
    public IReadOnlyList<string> OutputNames => outputNames;

    /// <summary>Gets what the model's file says about itself.</summary>
    public ModelMetadata ModelMetadata
    {
        get
        {
            using var lease = new HandleLease(handle, this);
            return modelMetadata ??= new ModelMetadata(lease.Pointer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the model once the runs under way have ended.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            handle.Dispose();
    }
}
