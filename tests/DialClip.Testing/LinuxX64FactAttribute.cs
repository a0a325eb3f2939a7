using System.Runtime.InteropServices;

namespace DialClip.Testing;

/// <summary>A fact about Linux on x64; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxX64FactAttribute : FactAttribute
{
    public LinuxX64FactAttribute() =>
        Skip =
            OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64
                ? null
                : "needs Linux on x64";
}
