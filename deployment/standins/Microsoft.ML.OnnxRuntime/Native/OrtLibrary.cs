using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Finds and loads the native library once, and gives its function table.</summary>
internal static unsafe class OrtLibrary
{
    private const string FileName = "libonnxruntime.so.1";

    // The table only grows, so any library of this version or later serves.
    private const uint ApiVersion = 20;

    // Lazy and not a static constructor: the error then reaches the caller as it was thrown, every time.
    private static readonly Lazy<nint> Handle = new(Load);
    private static readonly Lazy<nint> FunctionTable = new(GetTable);

    /// <summary>Gets the address of the table of function pointers.</summary>
    /// <exception cref="DllNotFoundException">The library is not there, or older than the interface used here.</exception>
    public static nint* Table => (nint*)FunctionTable.Value;

    /// <summary>Gets the library's version, such as "1.30.0".</summary>
    public static string VersionText => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)((nint*)Base())[1])()) ?? "";

    /// <summary>Gets an exported function, or 0 when this build of the library lacks it.</summary>
    public static nint Export(string name) => NativeLibrary.TryGetExport(Handle.Value, name, out var address) ? address : 0;

    private static nint Load()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, FileName);
        if (NativeLibrary.TryLoad(beside, out var handle)
            || NativeLibrary.TryLoad(FileName, typeof(OrtLibrary).Assembly, DllImportSearchPath.AssemblyDirectory, out handle))
            return handle;
        throw new DllNotFoundException(File.Exists(beside)
            ? $"'{beside}' is there but cannot be loaded on this machine ({RuntimeInformation.RuntimeIdentifier}); expected the official ONNX Runtime for it. Run './build.sh fetch' and build again."
            : $"Native ONNX Runtime is missing: no '{FileName}' in '{AppContext.BaseDirectory}'. Run './build.sh fetch' and build again.");
    }

    private static nint Base() => ((delegate* unmanaged<nint>)NativeLibrary.GetExport(Handle.Value, "OrtGetApiBase"))();

    private static nint GetTable()
    {
        var table = ((delegate* unmanaged<uint, nint>)((nint*)Base())[0])(ApiVersion);
        return table != 0
            ? table
            : throw new DllNotFoundException($"The native ONNX Runtime found is version {VersionText}, which lacks interface version {ApiVersion}. Install 1.20 or later: './build.sh fetch'.");
    }
}
