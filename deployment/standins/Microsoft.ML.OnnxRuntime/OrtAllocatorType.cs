namespace Microsoft.ML.OnnxRuntime;

/// <summary>How memory is had: piece by piece from the device, or from an arena.</summary>
public enum OrtAllocatorType
{
    DeviceAllocator = 0,
    ArenaAllocator = 1,
}
