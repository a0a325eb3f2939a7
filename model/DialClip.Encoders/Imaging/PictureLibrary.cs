using System.Runtime.InteropServices;
using SkiaSharp;

namespace DialClip.Encoders.Imaging;

/// <summary>The native library that decodes and encodes pictures.</summary>
internal static class PictureLibrary
{
    /// <summary>Loads the library, so that a missing one is one error at start, not one for each picture.</summary>
    /// <exception cref="InvalidOperationException">The library cannot be loaded, or is of another version.</exception>
    public static void Require() =>
        Require(() => SkiaSharpVersion.CheckNativeLibraryCompatible(throwIfIncompatible: true));

    /// <summary>Loads the library by the given call.</summary>
    /// <exception cref="InvalidOperationException">The call throws.</exception>
    internal static void Require(Action load)
    {
        try
        {
            load();
        }
        catch (Exception error)
        {
            var platform = RuntimeInformation.RuntimeIdentifier;
            throw new InvalidOperationException(
                $"SkiaSharp's native library (libSkiaSharp) cannot be used on '{platform}': "
                    + $"{error.GetBaseException().Message} "
                    + "Add the package SkiaSharp.NativeAssets of this platform to the program, in SkiaSharp's "
                    + "own version.",
                error
            );
        }
    }
}
