namespace Microsoft.Bot;

/// <summary>Says what this stand-in cannot do, so that nothing is missing in silence.</summary>
internal static class StandIn
{
    /// <summary>How to get the real packages.</summary>
    public const string Remedy = "Build with the real packages: -p:SdkSource=nuget.";

    /// <summary>Makes the error for a feature that only the real package has.</summary>
    public static NotSupportedException Lacks(string feature, string package)
        => new($"The stand-in for the Bot Framework SDK lacks {feature}; the package {package} has it. {Remedy}");
}
