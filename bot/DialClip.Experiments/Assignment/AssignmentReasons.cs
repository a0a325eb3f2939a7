namespace DialClip.Experiments.Assignment;

/// <summary>The reasons of assignments; stable codes, because logs contain them.</summary>
public static class AssignmentReasons
{
    /// <summary>The settings define no such feature, or it has no variants.</summary>
    public const string NoExperiment = "no-experiment";

    /// <summary>The feature is switched off, for all or by a filter for this unit.</summary>
    public const string Disabled = "disabled";

    /// <summary>The settings name this very unit.</summary>
    public const string User = "user";

    /// <summary>The unit's hash falls into the variant's share.</summary>
    public const string Percentile = "percentile";

    /// <summary>The unit falls into no share and has the variant for all others.</summary>
    public const string Default = "default";

    /// <summary>The unit's variant asks for a head that is not loaded, so the default one answered.</summary>
    public const string HeadMissing = "head-missing";

    /// <summary>The head of the unit's variant failed, so the default one answered.</summary>
    public const string HeadFailed = "head-failed";

    /// <summary>The settings of the experiment cannot be used and never could.</summary>
    public const string VariantInvalid = "variant-invalid";
}
