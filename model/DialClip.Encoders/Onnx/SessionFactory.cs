using DialClip.Artifacts;
using DialClip.Shared.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Encoders.Onnx;

/// <summary>Opens ONNX Runtime sessions on the processor or on a GPU.</summary>
internal static class SessionFactory
{
    /// <summary>Opens a graph where the options want it, or on the processor where they allow that instead.</summary>
    /// <exception cref="ArtifactException">The file is no graph that ONNX Runtime can open.</exception>
    /// <exception cref="InvalidOperationException">
    /// CUDA cannot be used and the processor may not step in, or the native ONNX Runtime is missing.
    /// </exception>
    public static (InferenceSession Session, ExecutionProvider Provider) Open(
        VerifiedGraph graph,
        EncoderOptions options,
        ILogger logger
    )
    {
        if (options.Provider == ExecutionProvider.Cuda)
        {
            try
            {
                using var cuda = CommonWithNative(options);
                cuda.AppendExecutionProvider_CUDA(options.CudaDevice);
                return (graph.Open(cuda), ExecutionProvider.Cuda);
            }
            catch (Exception error)
                when (error is OnnxRuntimeException or DllNotFoundException or EntryPointNotFoundException)
            {
                if (!options.AllowCpuFallback)
                    throw new InvalidOperationException(
                        $"CUDA device {options.CudaDevice} cannot run '{graph.Path}': {error.Message} Install ONNX "
                            + "Runtime's GPU package with CUDA and cuDNN, "
                            + $"set 'Provider' to 'Cpu', or set '{nameof(EncoderOptions.AllowCpuFallback)}' to true.",
                        error
                    );
                logger.CudaUnavailable(options.CudaDevice, graph.Path, ErrorText.ToLine(error.Message));
            }
        }

        try
        {
            using var cpu = CommonWithNative(options);
            return (graph.Open(cpu), ExecutionProvider.Cpu);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ArtifactException(
                $"'{graph.Path}' does not open as an ONNX graph: {error.Message} Export it again with "
                    + "'dialclip export', or update ONNX Runtime when the graph is newer than it.",
                error
            );
        }
    }

    // The first call into the native library.
    private static SessionOptions CommonWithNative(EncoderOptions options)
    {
        try
        {
            return Common(options);
        }
        catch (Exception error)
            when (error is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new InvalidOperationException(
                "The native ONNX Runtime cannot be loaded. Add the package Microsoft.ML.OnnxRuntime, or "
                    + "Microsoft.ML.OnnxRuntime.Gpu for CUDA, to the program: "
                    + (error.InnerException ?? error).Message,
                error
            );
        }
    }

    private static SessionOptions Common(EncoderOptions options)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.IntraOpThreads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Never ONNX Runtime's other format, in which nothing was looked for.
        session.AddSessionConfigEntry("session.load_model_format", "ONNX");
        return session;
    }
}
