using System.Runtime.InteropServices;

namespace SkiaSharp.Native;

/// <summary>What a WebP header says, as libwebp lays it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct WebpFeatures
{
    public int Width;
    public int Height;
    public int HasAlpha;
    public int HasAnimation;
    public int Coding;
    private fixed uint reserved[5];
}
