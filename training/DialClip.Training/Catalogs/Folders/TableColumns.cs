using System.Text;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>The columns of tables that have a meaning of their own; every other column is a tag.</summary>
internal static class TableColumns
{
    public const string File = "file";
    public const string Id = "id";
    public const string Name = "name";
    public const string Caption = "caption";
    public const string Text = "text";
    public const string Keywords = "keywords";

    private static readonly Dictionary<string, string> Pictures = new(StringComparer.Ordinal)
    {
        [File] = File,
        ["filename"] = File,
        ["path"] = File,
        ["image"] = File,
        ["picture"] = File,
        [Id] = Id,
        [Name] = Name,
        ["title"] = Name,
        [Caption] = Caption,
        ["description"] = Caption,
        ["alt"] = Caption,
        [Keywords] = Keywords,
    };

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        [Text] = Text,
        [Id] = Id,
        [Name] = Name,
        [Keywords] = Keywords,
    };

    /// <summary>Gets the meaning of a column, one of the constants; null for a tag.</summary>
    /// <param name="column">The column's name as the table writes it.</param>
    /// <param name="ofTexts">Whether the table is one of texts.</param>
    public static string? FindMeaning(string column, bool ofTexts) =>
        (ofTexts ? Texts : Pictures).GetValueOrDefault(
            Normalize(column).Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
        );

    /// <summary>Gets the name of a tag: the column's, in lower case.</summary>
    public static string Normalize(string column) =>
        column.Trim().Normalize(NormalizationForm.FormC).ToLowerInvariant();

    /// <summary>Lists the columns with their other names, for the help.</summary>
    public static string Describe(bool ofTexts) =>
        string.Join(
            ", ",
            (ofTexts ? Texts : Pictures)
                .GroupBy(column => column.Value, column => column.Key, StringComparer.Ordinal)
                .Select(column =>
                    column.Count() == 1
                        ? column.Key
                        : $"{column.Key} (or {string.Join(", ", column.Where(name => name != column.Key))})"
                )
        );
}
