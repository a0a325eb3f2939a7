using DialClip.Artifacts;
using DialClip.Shared.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Encoders.Onnx;

/// <summary>An open ONNX graph whose inputs and outputs were checked. Thread-safe.</summary>
internal sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession session;
    private readonly VerifiedGraph graph;
    private readonly string[] inputs;
    private readonly string[] outputs;

    private OnnxGraph(
        InferenceSession session,
        VerifiedGraph graph,
        IReadOnlyCollection<TensorSpec> inputs,
        IReadOnlyCollection<TensorSpec> outputs,
        ExecutionProvider provider
    )
    {
        this.session = session;
        this.graph = graph;
        this.inputs = [.. inputs.Select(port => port.Name)];
        this.outputs = [.. outputs.Select(port => port.Name)];
        Provider = provider;
    }

    /// <summary>Gets the execution provider in use: the CPU after a fallback.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>Opens a graph of an artifact, verified, and compares it with what is expected.</summary>
    /// <exception cref="ArtifactException">
    /// The graph is damaged, cannot be opened, or its inputs and outputs differ.
    /// </exception>
    public static OnnxGraph Open(
        ArtifactFolder folder,
        string name,
        IReadOnlyCollection<TensorSpec> inputs,
        IReadOnlyCollection<TensorSpec> outputs,
        EncoderOptions options,
        ILogger logger
    )
    {
        var graph = VerifiedGraph.Read(folder, name);
        InferenceSession? session = null;
        try
        {
            (session, var provider) = SessionFactory.Open(graph, options, logger);
            RequirePorts(session, graph.Path, inputs, outputs);
            // What is mapped stays so without its name, except on Windows, where a mapped file cannot be removed.
            if (!OperatingSystem.IsWindows())
                graph.Dispose();
            return new(session, graph, inputs, outputs, provider);
        }
        catch
        {
            session?.Dispose();
            graph.Dispose();
            throw;
        }
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
                $"Graph '{graph.Path}' failed on {string.Join(", ", shapes)}: {error.Message}",
                error
            );
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    public void Dispose()
    {
        session.Dispose();
        graph.Dispose();
    }

    private static void RequirePorts(
        InferenceSession session,
        string path,
        IReadOnlyCollection<TensorSpec> inputs,
        IReadOnlyCollection<TensorSpec> outputs
    )
    {
        var wrong = ErrorText.Join(
            inputs
                .Select(port => port.FindMismatch(session.InputMetadata, "input"))
                .Concat(outputs.Select(port => port.FindMismatch(session.OutputMetadata, "output")))
                .Concat(
                    session
                        .InputNames.Except(inputs.Select(port => port.Name))
                        .Select(name => $"unknown input '{ErrorText.ToValue(name)}'")
                )
                .OfType<string>()
        );
        if (wrong.Length > 0)
            throw new ArtifactException(
                $"Graph '{path}' has {wrong}. It was exported by another version or does not fit its manifest: export "
                    + "it again with 'dialclip export'."
            );
    }
}
