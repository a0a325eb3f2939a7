namespace DialClip.Training.Terminal;

/// <summary>What a stage counts, and how it is written.</summary>
/// <param name="Name">The unit's name, plural, such as "items".</param>
/// <param name="Size">How many that are counted make one that is shown.</param>
/// <param name="Format">The format of its number.</param>
internal sealed record ProgressUnit(string Name, double Size = 1, string Format = "N0")
{
    /// <summary>Gets bytes, shown as megabytes of 1,000,000.</summary>
    public static ProgressUnit Megabytes { get; } = new("MB", 1e6, "N1");

    /// <summary>Gets the unit of the rate; null where a rate says nothing.</summary>
    /// <value>The default is the unit itself.</value>
    public string? RateName { get; init; } = Name;

    /// <summary>Gets how many units of the rate make one that is shown.</summary>
    /// <value>The default is 1.</value>
    public double RatePerUnit { get; init; } = 1;

    /// <summary>Gets a unit for few things of different sizes, whose rate says nothing.</summary>
    /// <param name="name">The unit's name, plural.</param>
    public static ProgressUnit WithoutRate(string name) => new(name) { RateName = null };

    /// <summary>Gets optimizer steps, whose rate is in examples a second.</summary>
    /// <param name="examples">Examples of one step.</param>
    public static ProgressUnit Steps(int examples) => new("steps") { RateName = "examples", RatePerUnit = examples };
}
