using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Calls functions of the native table by the shape of their arguments; a status other than success becomes an exception.</summary>
internal static unsafe class OrtCall
{
    /// <summary>Gets the address of a function of the table.</summary>
    public static nint Function(OrtSlot slot) => OrtLibrary.Table[(int)slot];

    /// <summary>Calls a function of one handle.</summary>
    public static void Do(OrtSlot slot, nint first) => Check(((delegate* unmanaged<nint, nint>)Function(slot))(first));

    /// <summary>Calls a function of two handles or pointers.</summary>
    public static void Do(OrtSlot slot, nint first, nint second) => Check(((delegate* unmanaged<nint, nint, nint>)Function(slot))(first, second));

    /// <summary>Calls a setter of a number.</summary>
    public static void Set(OrtSlot slot, nint first, int value) => Check(((delegate* unmanaged<nint, int, nint>)Function(slot))(first, value));

    /// <summary>Calls a setter of one text, zero terminated UTF-8.</summary>
    public static void Set(OrtSlot slot, nint first, string value)
    {
        fixed (byte* text = Utf8(value))
            Do(slot, first, (nint)text);
    }

    /// <summary>Calls a setter of two texts.</summary>
    public static void Set(OrtSlot slot, nint first, string key, string value)
    {
        fixed (byte* keyText = Utf8(key), valueText = Utf8(value))
            Check(((delegate* unmanaged<nint, byte*, byte*, nint>)Function(slot))(first, keyText, valueText));
    }

    /// <summary>Calls a setter of a named 64-bit number.</summary>
    public static void Set(OrtSlot slot, nint first, string key, long value)
    {
        fixed (byte* keyText = Utf8(key))
            Check(((delegate* unmanaged<nint, byte*, long, nint>)Function(slot))(first, keyText, value));
    }

    /// <summary>Calls a function that only gives a result.</summary>
    public static nint Get(OrtSlot slot)
    {
        nint result = 0;
        Check(((delegate* unmanaged<nint*, nint>)Function(slot))(&result));
        return result;
    }

    /// <summary>Calls a getter of one handle; the result is a pointer or a size.</summary>
    public static nint Get(OrtSlot slot, nint first)
    {
        nint result = 0;
        Check(((delegate* unmanaged<nint, nint*, nint>)Function(slot))(first, &result));
        return result;
    }

    /// <summary>Calls a getter of two handles, pointers or sizes.</summary>
    public static nint Get(OrtSlot slot, nint first, nint second)
    {
        nint result = 0;
        Check(((delegate* unmanaged<nint, nint, nint*, nint>)Function(slot))(first, second, &result));
        return result;
    }

    /// <summary>Calls a getter of three handles, pointers or sizes.</summary>
    public static nint Get(OrtSlot slot, nint first, nint second, nint third)
    {
        nint result = 0;
        Check(((delegate* unmanaged<nint, nint, nint, nint*, nint>)Function(slot))(first, second, third, &result));
        return result;
    }

    /// <summary>Calls a getter of a 32-bit number or enumeration.</summary>
    public static int GetInt(OrtSlot slot, nint first)
    {
        var result = 0;
        Check(((delegate* unmanaged<nint, int*, nint>)Function(slot))(first, &result));
        return result;
    }

    /// <summary>Releases a native object; never fails.</summary>
    public static void Release(OrtSlot slot, nint handle) => ((delegate* unmanaged<nint, void>)Function(slot))(handle);

    /// <summary>Throws what a status says, and releases it.</summary>
    /// <exception cref="OnnxRuntimeException">The status is none of success.</exception>
    public static void Check(nint status)
    {
        if (status == 0)
            return;
        var code = ((delegate* unmanaged<nint, int>)Function(OrtSlot.GetErrorCode))(status);
        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Function(OrtSlot.GetErrorMessage))(status)) ?? "";
        Release(OrtSlot.ReleaseStatus, status);
        throw new OnnxRuntimeException((ErrorCode)code, message);
    }

    /// <summary>Gets the text as zero terminated UTF-8.</summary>
    public static byte[] Utf8(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>Gets the path as the library takes it: UTF-8, on Windows UTF-16; zero terminated.</summary>
    public static byte[] PathText(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + "\0") : Utf8(path);
    }

    /// <summary>Gets a text that the library allocated, and frees it.</summary>
    public static string TakeText(nint text)
    {
        try
        {
            return Marshal.PtrToStringUTF8(text) ?? "";
        }
        finally
        {
            Do(OrtSlot.AllocatorFree, OrtAllocator.DefaultPointer, text);
        }
    }
}
