namespace Microsoft.ML.OnnxRuntime;

/// <summary>Tells what ONNX Runtime refused; the message begins with its error code.</summary>
public class OnnxRuntimeException : Exception
{
    internal OnnxRuntimeException(ErrorCode errorCode, string message)
        : base($"[ErrorCode:{errorCode}] {message}")
    {
    }
}
