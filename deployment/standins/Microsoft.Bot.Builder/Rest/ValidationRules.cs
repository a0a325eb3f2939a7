namespace Microsoft.Rest;

/// <summary>Names of rules that a REST argument can break.</summary>
public static class ValidationRules
{
    public const string CannotBeNull = "CannotBeNull";
}
