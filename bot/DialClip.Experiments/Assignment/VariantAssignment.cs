namespace DialClip.Experiments.Assignment;

/// <summary>The variant of a unit, with the reason.</summary>
/// <param name="Experiment">The experiment's feature.</param>
/// <param name="Variant">The variant; <see cref="VariantAssigner.DefaultVariant"/> where none applies.</param>
/// <param name="Settings">The variant's settings.</param>
/// <param name="Reason">One of <see cref="AssignmentReasons"/>.</param>
/// <param name="UnitHash">The hash of the unit.</param>
public sealed record VariantAssignment(
    string Experiment,
    string Variant,
    VariantSettings Settings,
    string Reason,
    string UnitHash
)
{
    /// <summary>
    /// Gets the assignment of a unit whose variant could not be served, so that the default head answered. The unit
    /// stays one of its variant: whoever is left out of a comparison because something failed makes it unfair.
    /// </summary>
    /// <param name="reason">
    /// <see cref="AssignmentReasons.HeadMissing"/> or <see cref="AssignmentReasons.HeadFailed"/>.
    /// </param>
    public VariantAssignment WithDefaultHead(string reason) =>
        this with
        {
            Settings = VariantSettings.None,
            Reason = reason,
        };
}
