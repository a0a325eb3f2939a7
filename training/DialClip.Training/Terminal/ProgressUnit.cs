namespace DialClip.Training.Terminal;

/// <summary>The unit of the counts of a stage.</summary>
/// <param name="Name">The plural name, such as "items".</param>
/// <param name="Size">The counts of one unit.</param>
/// <param name="Format">The format string of the number.</param>
internal sealed record ProgressUnit(string Name, double Size = 1, string Format = "N0")
{
    /// <summary>Gets megabytes of 1,000,000 counted bytes.</summary>
    public static ProgressUnit Megabytes { get; } = new("MB", 1e6, "N1");

    /// <summary>Gets the unit of the rate; null to omit the rate.</summary>
    /// <value>The default is the name.</value>
    public string? RateName { get; init; } = Name;

    /// <summary>Gets the units of the rate in one counted unit.</summary>
    /// <value>The default is 1.</value>
    public double RatePerUnit { get; init; } = 1;

    /// <summary>Creates a unit for a few things of different sizes, without a rate.</summary>
    /// <param name="name">The plural name.</param>
    public static ProgressUnit WithoutRate(string name) => new(name) { RateName = null };

    /// <summary>Creates optimizer steps, with a rate in examples per second.</summary>
    /// <param name="examples">The examples of a step.</param>
    public static ProgressUnit Steps(int examples) => new("steps") { RateName = "examples", RatePerUnit = examples };
}
