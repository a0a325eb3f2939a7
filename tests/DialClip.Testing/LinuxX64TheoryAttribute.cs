namespace DialClip.Testing;

/// <summary>A theory about Linux on x64; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxX64TheoryAttribute : TheoryAttribute
{
    public LinuxX64TheoryAttribute() => Skip = new LinuxX64FactAttribute().Skip;
}
