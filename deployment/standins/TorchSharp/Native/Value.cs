using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>A tagged value as it crosses into native code; laid out like DctValue.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Value
{
    public ValueKind Kind;
    public int Count;
    public long Bits;
}
