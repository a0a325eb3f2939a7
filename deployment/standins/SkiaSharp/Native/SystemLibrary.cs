using System.Runtime.InteropServices;

namespace SkiaSharp.Native;

/// <summary>A shared library of the system, loaded when it is first used.</summary>
internal sealed class SystemLibrary(string name, string package)
{
    // Lazy: the error then reaches every caller as it was thrown.
    private readonly Lazy<nint> handle = new(() => NativeLibrary.TryLoad(name, out var loaded)
        ? loaded
        : throw new DllNotFoundException($"No '{name}' on this machine, which decodes and encodes pictures here. Install it (Debian's package '{package}'), or build with the real SkiaSharp: -p:SdkSource=nuget."));

    /// <summary>Gets a function's address.</summary>
    public nint Function(string function) => NativeLibrary.GetExport(handle.Value, function);
}
