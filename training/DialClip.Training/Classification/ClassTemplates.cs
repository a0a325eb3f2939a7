namespace DialClip.Training.Classification;

/// <summary>Hand-crafted sentences that name a class; {} stands for its name.</summary>
internal static class ClassTemplates
{
    /// <summary>The place of the class's name.</summary>
    public const string Place = "{}";

    private static readonly IReadOnlyList<string> Generic =
    [
        "a photo of a {}.",
        "a picture of a {}.",
        "a close-up photo of the {}.",
    ];

    // One kind of thing is in each of these sets, and saying so helps, as CoOp's own templates by data set do.
    private static readonly Dictionary<string, IReadOnlyList<string>> BySet = new(StringComparer.OrdinalIgnoreCase)
    {
        ["grocery"] = ["a photo of {} in a grocery store.", "a photo of {}, a food.", "a photo of {}, a grocery item."],
    };

    /// <summary>Gets the templates for a set of photos; general ones where it has none of its own.</summary>
    public static IReadOnlyList<string> For(string set) => BySet.GetValueOrDefault(set, Generic);

    /// <summary>Puts a class's name into a template.</summary>
    /// <exception cref="InvalidDataException">The template has no place for it.</exception>
    public static string Fill(string template, string name) =>
        template.Contains(Place, StringComparison.Ordinal)
            ? template.Replace(Place, name, StringComparison.Ordinal)
            : throw new InvalidDataException(
                $"Template '{template}' has no '{Place}' for the class's name, such as \"a photo of a {Place}.\"."
            );
}
