using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DialClip.Training.Native;

/// <summary>The native library of TorchSharp.</summary>
/// <remarks>
/// Loaded by path before TorchSharp looks for it: TorchSharp's own search ends, where the library cannot be loaded,
/// in copies
/// of it and in an exception that does not name the missing dependency.
/// </remarks>
internal static partial class LibTorch
{
    private const string Reproducibility = "MKL_CBWR";

    private static readonly string FileName =
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll"
        : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib"
        : "libLibTorchSharp.so";

    /// <summary>Loads the library with its dependencies; a second call does nothing.</summary>
    /// <param name="folder">The folder that holds it; by default the program's own.</param>
    /// <exception cref="DllNotFoundException">It cannot be loaded; the message names the library and what it
    /// needs.</exception>
    public static void Load(string? folder = null)
    {
        var path = Path.Combine(folder ?? AppContext.BaseDirectory, FileName);
        if (!File.Exists(path))
            throw new DllNotFoundException(
                $"'{path}' is missing, which training needs. "
                    + "Build DialClip.Training for this platform: './build.sh dialclip' does."
            );
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException($"'{FileName}' cannot be loaded: {Cause(error.Message)}", error);
        }
    }

    /// <summary>
    /// Asks oneMKL for results that do not vary from run to run; before libtorch reads its environment.
    /// </summary>
    /// <remarks>
    /// Without it a seed does not give the same weights twice: oneMKL's matrix products round differently with the
    /// memory's alignment. A value that is set already stays. Source: oneMKL Developer Guide for Linux, "Obtaining
    /// Numerically Reproducible Results".
    /// </remarks>
    [ModuleInitializer]
    internal static void MakeReproducible()
    {
        if (Environment.GetEnvironmentVariable(Reproducibility) is not null)
            return;
        Environment.SetEnvironmentVariable(Reproducibility, "AUTO,STRICT");
        // .NET keeps a copy of the environment of its own on Unix; native code reads the process's.
        if (!OperatingSystem.IsWindows())
            SetNative(Reproducibility, "AUTO,STRICT", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);

    // The runtime's message has advice first and then the loader's own lines, of which the first names the dependency.
    private static string Cause(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.StartsWith('/')) ?? lines[^1];
    }
}
