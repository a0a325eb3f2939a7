using Microsoft.Extensions.Logging;

namespace DialClip.Encoders.Onnx;

/// <summary>The log messages of encoding; their ids are unique across the model packages.</summary>
internal static partial class Log
{
    [LoggerMessage(
        120,
        LogLevel.Warning,
        "CUDA device {Device} cannot run '{Path}', so the processor runs it: {Cause}"
    )]
    public static partial void CudaUnavailable(this ILogger logger, int device, string path, string cause);
}
