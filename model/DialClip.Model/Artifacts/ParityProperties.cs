namespace DialClip.Model.Artifacts;

/// <summary>How far an export's outputs lie from those of the modules it was made of, on unit features.</summary>
/// <param name="MaxAbsoluteError">The largest absolute difference found.</param>
/// <param name="Tolerance">The largest that was allowed.</param>
public sealed record ParityProperties(double MaxAbsoluteError, double Tolerance)
{
    internal IEnumerable<string> Faults()
    {
        if (!(MaxAbsoluteError >= 0 && MaxAbsoluteError <= Tolerance))
            yield return $"parity.maxAbsoluteError is {MaxAbsoluteError}, expected 0 to the tolerance of {Tolerance}";
    }
}
