using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DialClip.Training.Native;

/// <summary>The native library of TorchSharp.</summary>
/// <remarks>
/// Loaded by path before TorchSharp searches for it, because TorchSharp's exception does not name the missing
/// dependency.
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
    /// <exception cref="DllNotFoundException">
    /// The library cannot be loaded; the message names it and the missing or damaged dependency.
    /// </exception>
    public static void Load(string? folder = null)
    {
        var path = Path.Combine(folder ?? AppContext.BaseDirectory, FileName);
        if (!File.Exists(path))
            throw new DllNotFoundException(
                $"'{path}' is missing, which training needs. "
                    + "Build DialClip.Training for this platform: './build.sh dialclip' does."
            );
        if (OperatingSystem.IsLinux())
            foreach (var library in Directory.EnumerateFiles(folder ?? AppContext.BaseDirectory, "lib*.so"))
                ElfFile.RequireWhole(library);
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException($"'{FileName}' cannot be loaded: {GetCause(error.Message)}", error);
        }
    }

    /// <summary>
    /// Asks oneMKL for reproducible results, before libtorch reads the environment.
    /// </summary>
    /// <remarks>
    /// oneMKL's matrix products otherwise round differently with the alignment of memory, so that a seed does not
    /// reproduce its weights. A value that is set already stays. Source: oneMKL Developer Guide for Linux, "Obtaining
    /// Numerically Reproducible Results".
    /// </remarks>
    [ModuleInitializer]
    internal static void EnableReproducibility()
    {
        if (Environment.GetEnvironmentVariable(Reproducibility) is not null)
            return;
        Environment.SetEnvironmentVariable(Reproducibility, "AUTO,STRICT");
        // On Unix .NET has its own copy of the environment; native code reads the process's.
        if (!OperatingSystem.IsWindows())
            SetNative(Reproducibility, "AUTO,STRICT", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);

    // The runtime's message has advice first, then the loader's lines, the first of which names the dependency.
    private static string GetCause(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.StartsWith('/')) ?? lines[^1];
    }
}
