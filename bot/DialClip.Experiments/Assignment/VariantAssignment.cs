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
    /// <summary>Gets the assignment of a unit whose variant cannot be served, because its head is not loaded.</summary>
    public VariantAssignment WithoutHead() =>
        this with
        {
            Variant = VariantAssigner.DefaultVariant,
            Settings = VariantSettings.None,
            Reason = AssignmentReasons.HeadMissing,
        };
}
