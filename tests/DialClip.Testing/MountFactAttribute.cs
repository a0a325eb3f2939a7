namespace DialClip.Testing;

/// <summary>A fact about a disk that is mounted for it; skipped where this process may not mount.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly bool CanMount = MountedDisk.IsPossible();

    public MountFactAttribute() => Skip = CanMount ? null : "needs the right to mount a file system";
}
