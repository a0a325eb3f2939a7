using System.Globalization;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Reads rows of tables as descriptions of items, within the limits.</summary>
/// <param name="ofTexts">Whether the tables are of texts.</param>
/// <param name="findings">Receives what was cut or left off.</param>
internal sealed class RowReader(bool ofTexts, Findings findings)
{
    private static readonly char[] KeywordSeparators = [',', ';', '|', '\n'];
    private static readonly char[] TagSeparators = [';', '|', '\n'];

    /// <summary>Gets the value that names the item's file; null where the row has none.</summary>
    public static string? GetFile(TableRow row) => Find(row, TableColumns.File, ofTexts: false);

    /// <summary>Reads a row.</summary>
    public ItemDescription Read(TableRow row)
    {
        var tags = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (column, values) in row.Values)
            if (TableColumns.FindMeaning(column, ofTexts) is null)
                tags[TableColumns.Normalize(column)] = values;
        return new(
            row.Where,
            Cut(row, TableColumns.Id, TableLimits.Id),
            Cut(row, TableColumns.Name, TableLimits.Name),
            Cut(row, ofTexts ? TableColumns.Text : TableColumns.Caption, TableLimits.Words),
            LimitKeywords(row),
            LimitTags(row, tags)
        );
    }

    private static string? Find(TableRow row, string meaning, bool ofTexts) =>
        row.Values.FirstOrDefault(value => TableColumns.FindMeaning(value.Key, ofTexts) == meaning).Value is { } values
            ? string.Join(' ', values).Trim()
            : null;

    private string? Cut(TableRow row, string meaning, int limit)
    {
        if (Find(row, meaning, ofTexts) is not { Length: > 0 } text)
            return null;
        if (text.Length <= limit)
            return text;
        Shorten(row, $"'{meaning}' has {Count(text.Length)} characters; the first {Count(limit)} are taken.");
        return text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
    }

    private List<string> LimitKeywords(TableRow row)
    {
        var keywords = row
            .Values.Where(value => TableColumns.FindMeaning(value.Key, ofTexts) == TableColumns.Keywords)
            .SelectMany(value => Split(value.Value, KeywordSeparators))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var taken = keywords.Where(keyword => keyword.Length <= TableLimits.Short).Take(TableLimits.Keywords).ToList();
        if (taken.Count < keywords.Count)
            Shorten(
                row,
                $"{Count(keywords.Count - taken.Count)} of {Count(keywords.Count)} keywords are left off; expected at "
                    + $"most {TableLimits.Keywords} of at most {TableLimits.Short} characters."
            );
        return taken;
    }

    private SortedDictionary<string, IReadOnlyList<string>> LimitTags(
        TableRow row,
        Dictionary<string, IReadOnlyList<string>> read
    )
    {
        var tags = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var left = new List<string>();
        foreach (var (name, written) in read)
        {
            var values = Split(written, TagSeparators).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            if (values.Count == 0)
                continue;
            if (
                name.Length > TableLimits.Short
                || values.Count > TableLimits.TagValues
                || values.Exists(value => value.Length > TableLimits.Short)
                || tags.Count == TableLimits.Tags
            )
                left.Add(name);
            else
                tags.Add(name, values);
        }
        if (left.Count > 0)
            Shorten(
                row,
                $"The tags '{string.Join("', '", left)}' are left off; expected at most {TableLimits.Tags} with at "
                    + $"most {TableLimits.TagValues} values, each of at most {TableLimits.Short} characters."
            );
        return tags;
    }

    private void Shorten(TableRow row, string what) => findings.Add(FindingKind.Shortened, row.Where, what);

    private static IEnumerable<string> Split(IEnumerable<string> values, char[] separators) =>
        values
            .SelectMany(value => value.Split(separators, StringSplitOptions.TrimEntries))
            .Where(value => value.Length > 0);

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
