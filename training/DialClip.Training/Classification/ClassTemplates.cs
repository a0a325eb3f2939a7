namespace DialClip.Training.Classification;

/// <summary>Hand-crafted prompt templates, in which {} stands for the class's name.</summary>
internal static class ClassTemplates
{
    /// <summary>The placeholder of the class's name.</summary>
    public const string Placeholder = "{}";

    private static readonly IReadOnlyList<string> Generic =
    [
        "a photo of a {}.",
        "a picture of a {}.",
        "a close-up photo of the {}.",
    ];

    // Templates that name the domain of a set, as CoOp's templates by data set do.
    private static readonly Dictionary<string, IReadOnlyList<string>> BySet = new(StringComparer.OrdinalIgnoreCase)
    {
        ["grocery"] = ["a photo of {} in a grocery store.", "a photo of {}, a food.", "a photo of {}, a grocery item."],
    };

    /// <summary>Gets the templates of a set of photos; generic ones where it has none.</summary>
    public static IReadOnlyList<string> GetTemplates(string set) => BySet.GetValueOrDefault(set, Generic);

    /// <summary>Replaces the placeholder by a class's name.</summary>
    /// <exception cref="InvalidDataException">The template has no placeholder.</exception>
    public static string Fill(string template, string name) =>
        template.Contains(Placeholder, StringComparison.Ordinal)
            ? template.Replace(Placeholder, name, StringComparison.Ordinal)
            : throw new InvalidDataException(
                $"Template '{template}' has no placeholder '{Placeholder}'; expected one, such as in "
                    + $"\"a photo of a {Placeholder}.\"."
            );
}
