namespace DialClip.Shared.Errors;

/// <summary>Messages of errors that stay short and on one line, whatever a hostile file or setting holds.</summary>
internal static class ErrorText
{
    /// <summary>The most errors of a list that a message names; the rest are counted.</summary>
    public const int MaxListed = 10;

    /// <summary>The most characters of a message.</summary>
    public const int MaxCharacters = 8_000;

    private const int MaxListedCharacters = 600;

    // An error of a setting may itself list all names of its section.
    private const int MaxSettingCharacters = 2_000;

    private const int MaxValueCharacters = 200;

    /// <summary>Gets a message without control characters, and without what is beyond the limit.</summary>
    public static string ToLine(string text, int maxCharacters = MaxCharacters)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > maxCharacters)
        {
            // Half of a surrogate pair is no character.
            var end = char.IsHighSurrogate(text[maxCharacters - 1]) ? maxCharacters - 1 : maxCharacters;
            text = string.Concat(text.AsSpan(0, end), "\u2026");
        }

        return text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && !text.Any(char.IsControl)
            ? text
            : string.Create(
                text.Length,
                text,
                static (line, source) =>
                {
                    for (var i = 0; i < line.Length; i++)
                        line[i] = char.IsControl(source[i]) ? ' ' : source[i];
                }
            );
    }

    /// <summary>Gets a value that a message names, shortened.</summary>
    public static string ToValue(string? value) => ToLine(value ?? "", MaxValueCharacters);

    /// <summary>Joins the first errors, each shortened, and counts the rest without keeping them.</summary>
    public static string Join(IEnumerable<string> errors, string separator = "; ")
    {
        ArgumentNullException.ThrowIfNull(errors);
        var listed = new List<string>(MaxListed);
        var count = 0L;
        foreach (var error in errors)
            if (++count <= MaxListed)
                listed.Add(ToLine(error, MaxListedCharacters));
        return string.Join(separator, listed) + DescribeRest(count, separator);
    }

    /// <summary>Gets the first errors of a list, each shortened, and one more that counts the rest.</summary>
    public static IReadOnlyList<string> Limit(IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var listed = errors.Take(MaxListed).Select(error => ToLine(error, MaxSettingCharacters)).ToList();
        if (errors.Count > MaxListed)
            listed.Add(FormattableString.Invariant($"and {errors.Count - MaxListed} more"));
        return listed;
    }

    /// <summary>Gets what follows the listed errors, such as "; and 5 more"; nothing where all are listed.</summary>
    public static string DescribeRest(long count, string separator = "; ") =>
        count > MaxListed ? FormattableString.Invariant($"{separator}and {count - MaxListed} more") : "";
}
