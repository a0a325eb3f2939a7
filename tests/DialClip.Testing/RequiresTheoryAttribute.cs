namespace DialClip.Testing;

/// <summary>A theory that is skipped, saying what is missing, where one of its tools is not on the machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresTheoryAttribute : TheoryAttribute
{
    public RequiresTheoryAttribute(params Tool[] tools) => Skip = Tools.SkipReason(tools);
}
