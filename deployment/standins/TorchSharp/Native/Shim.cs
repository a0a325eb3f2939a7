using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>The C functions of native/; a handle is a pointer to one counted tensor, generator or guard.</summary>
internal static unsafe partial class Shim
{
    private const string Library = "DialClipTorchShim";
    private const string File = "libDialClipTorchShim.so";
    private const int Version = 1;

    static Shim()
    {
        NativeLibrary.SetDllImportResolver(typeof(Shim).Assembly, Resolve);
        var found = dct_version();
        if (found != Version)
            throw new NotSupportedException($"'{File}' has version {found}, expected {Version}: it is left over from another build. Rebuild the TorchSharp stand-in.");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        var file = Path.Combine(AppContext.BaseDirectory, File);
        if (!System.IO.File.Exists(file))
            file = Path.Combine(Path.GetDirectoryName(assembly.Location) ?? AppContext.BaseDirectory, File);
        if (!System.IO.File.Exists(file))
            throw new NotSupportedException(
                $"'{File}' is not beside the program in '{AppContext.BaseDirectory}': it was built where g++ or libtorch was missing. Install them (Debian: apt-get install g++ libtorch-dev libopenblas0-pthread) and build again, or build with the real TorchSharp package (-p:SdkSource=nuget).");
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException exception)
        {
            throw new NotSupportedException(
                $"'{file}' does not load: libtorch, against which it was built, is missing or of another version (Debian: apt-get install libtorch-dev libopenblas0-pthread, then build again). The loader said: {exception.Message}", exception);
        }
    }

    [LibraryImport(Library)]
    internal static partial int dct_version();

    [LibraryImport(Library)]
    internal static partial byte* dct_last_error();

    [LibraryImport(Library)]
    internal static partial long dct_live_tensors();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint dct_operator(string name, string overload);

    [LibraryImport(Library)]
    internal static partial int dct_call(nint op, Value* arguments, int count, Value** results, int* resultCount);

    [LibraryImport(Library)]
    internal static partial void dct_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial nint dct_share(nint tensor);

    [LibraryImport(Library)]
    internal static partial long dct_dim(nint tensor);

    [LibraryImport(Library)]
    internal static partial long dct_numel(nint tensor);

    [LibraryImport(Library)]
    internal static partial int dct_sizes(nint tensor, long* sizes);

    [LibraryImport(Library)]
    internal static partial int dct_strides(nint tensor, long* strides);

    [LibraryImport(Library)]
    internal static partial int dct_type(nint tensor);

    [LibraryImport(Library)]
    internal static partial long dct_element_size(nint tensor);

    [LibraryImport(Library)]
    internal static partial long dct_storage_offset(nint tensor);

    [LibraryImport(Library)]
    internal static partial int dct_is_contiguous(nint tensor);

    [LibraryImport(Library)]
    internal static partial int dct_device_type(nint tensor);

    [LibraryImport(Library)]
    internal static partial int dct_device_index(nint tensor);

    [LibraryImport(Library)]
    internal static partial int dct_data(nint tensor, void** data);

    [LibraryImport(Library)]
    internal static partial int dct_requires_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int dct_set_requires_grad(nint tensor, int value);

    [LibraryImport(Library)]
    internal static partial int dct_is_leaf(nint tensor);

    [LibraryImport(Library)]
    internal static partial int dct_retain_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int dct_grad(nint tensor, nint* grad);

    [LibraryImport(Library)]
    internal static partial int dct_set_grad(nint tensor, nint grad);
}
