using DialClip.Artifacts;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Encoders.Onnx;

/// <summary>An open ONNX graph whose inputs and outputs were checked. Thread-safe.</summary>
internal sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession session;
    private readonly string path;
    private readonly string[] inputs;
    private readonly string[] outputs;

    private OnnxGraph(
        InferenceSession session,
        string path,
        IReadOnlyCollection<TensorSpec> inputs,
        IReadOnlyCollection<TensorSpec> outputs,
        ExecutionProvider provider
    )
    {
        this.session = session;
        this.path = path;
        this.inputs = [.. inputs.Select(port => port.Name)];
        this.outputs = [.. outputs.Select(port => port.Name)];
        Provider = provider;
    }

    /// <summary>Gets the execution provider in use: the CPU after a fallback.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>Opens a graph and compares it with what is expected.</summary>
    /// <exception cref="ArtifactException">The graph cannot be opened, or its inputs and outputs differ.</exception>
    public static OnnxGraph Open(
        string path,
        IReadOnlyCollection<TensorSpec> inputs,
        IReadOnlyCollection<TensorSpec> outputs,
        EncoderOptions options,
        ILogger logger
    )
    {
        var (session, provider) = SessionFactory.Open(path, options, logger);
        var wrong = inputs
            .Select(port => port.FindMismatch(session.InputMetadata, "input"))
            .Concat(outputs.Select(port => port.FindMismatch(session.OutputMetadata, "output")))
            .Concat(
                session.InputNames.Except(inputs.Select(port => port.Name)).Select(name => $"unknown input '{name}'")
            )
            .OfType<string>()
            .ToList();
        if (wrong.Count == 0)
            return new(session, path, inputs, outputs, provider);
        session.Dispose();
        throw new ArtifactException(
            $"Graph '{path}' has {string.Join("; ", wrong)}. It was exported by another version or does not "
                + "fit its manifest: export it again with 'dialclip export'."
        );
    }

    /// <summary>Runs the graph.</summary>
    /// <param name="tensors">The inputs, in the order in which they were expected.</param>
    /// <param name="cancellationToken">Cancels the run between two nodes.</param>
    /// <returns>The outputs, in the order in which they were expected.</returns>
    public GraphTensor[] Run(IReadOnlyList<GraphTensor> tensors, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = new List<OrtValue>(tensors.Count);
        try
        {
            foreach (var tensor in tensors)
                values.Add(tensor.Pin());
            using var run = new RunOptions();
            using var cancel = cancellationToken.Register(static state => ((RunOptions)state!).Terminate = true, run);
            using var results = session.Run(run, inputs, values, outputs);
            return [.. results.Select(GraphTensor.Copy)];
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            var shapes = inputs.Zip(tensors, (name, tensor) => $"{name} ({string.Join(", ", tensor.Shape)})");
            throw new InvalidOperationException(
                $"Graph '{path}' failed on {string.Join(", ", shapes)}: {error.Message}",
                error
            );
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    public void Dispose() => session.Dispose();
}
