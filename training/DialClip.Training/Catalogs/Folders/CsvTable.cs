using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Reads tables of separated values (RFC 4180), whose first row names the columns.</summary>
internal static class CsvTable
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>
    /// Reads the columns and the rows; a row that does not fit the header is a finding, and the others go on.
    /// </summary>
    /// <param name="table">The file's name, for messages.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="findings">Receives damaged rows.</param>
    /// <exception cref="InvalidDataException">The header is missing, or names a column twice.</exception>
    public static (IReadOnlyList<string> Columns, IReadOnlyList<TableRow> Rows) Read(
        string table,
        string text,
        Findings findings
    )
    {
        var damage = new List<string>();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = FindSeparator(text).ToString(),
            HasHeaderRecord = false,
            IgnoreBlankLines = true,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = bad => damage.Add(bad.Field),
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        if (!parser.Read())
            throw new InvalidDataException(
                $"'{table}' is empty; expected a first row that names the columns, such as 'file,name,caption'."
            );
        var columns = ReadHeader(table, parser);
        damage.Clear();
        var rows = new List<TableRow>();
        // A record may span lines: the line that it begins at is the one after the last record's end.
        for (var line = parser.RawRow + 1; parser.Read(); line = parser.RawRow + 1)
        {
            var where = FormattableString.Invariant($"{table}:{line}");
            // The parser looks at quotes when a value is taken.
            var values = parser.Record ?? [];
            if (damage.Count > 0)
                findings.Add(
                    FindingKind.DamagedRow,
                    where,
                    "It has a quote within a value. Put the value in quotes and double those within."
                );
            else if (values.Length > columns.Count)
                findings.Add(
                    FindingKind.DamagedRow,
                    where,
                    FormattableString.Invariant($"It has {values.Length} values for {columns.Count} columns. ")
                        + "Put values that contain the separator in quotes."
                );
            else
                rows.Add(CreateRow(where, columns, values));
            damage.Clear();
        }

        return (columns, rows);
    }

    private static TableRow CreateRow(string where, List<string> columns, string[] values) =>
        new(
            where,
            [
                .. Enumerable
                    .Range(0, values.Length)
                    .Where(column => columns[column].Length > 0 && !string.IsNullOrWhiteSpace(values[column]))
                    .Select(column =>
                        KeyValuePair.Create<string, IReadOnlyList<string>>(columns[column], [values[column]])
                    ),
            ]
        );

    private static List<string> ReadHeader(string table, CsvParser parser)
    {
        var columns = (parser.Record ?? []).Select(name => name.Trim()).ToList();
        return
            columns
                .Where(name => name.Length > 0)
                .GroupBy(TableColumns.Normalize, StringComparer.Ordinal)
                .FirstOrDefault(same => same.Count() > 1)
                is { } twice
            ? throw new InvalidDataException(
                $"'{table}' names the column '{twice.First()}' {twice.Count()} times; expected every column once."
            )
            : columns;
    }

    // The separator of which the header has most, outside of quotes.
    private static char FindSeparator(string text)
    {
        var counts = new int[Separators.Length];
        var isQuoted = false;
        foreach (var character in text.AsSpan().TrimStart("\r\n"))
        {
            if (character == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && character is '\n' or '\r')
                break;
            else if (!isQuoted && Array.IndexOf(Separators, character) is >= 0 and var separator)
                counts[separator]++;
        }
        return Separators[Array.IndexOf(counts, counts.Max())];
    }
}
