namespace DialClip.Testing;

/// <summary>A fact that is skipped, saying what is missing, where one of its tools is not on the machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresFactAttribute : FactAttribute
{
    public RequiresFactAttribute(params Tool[] tools) => Skip = Tools.SkipReason(tools);
}
