namespace Microsoft.Rest;

/// <summary>What is wrong with a REST argument.</summary>
public static class ValidationRules
{
    public static readonly string CannotBeNull = "cannot be null";
}
