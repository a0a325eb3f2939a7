using System.Globalization;
using System.Text.RegularExpressions;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Tests.Data;

/// <summary>The data card, <c>training/data/README.md</c>, against the files that it counts.</summary>
public sealed partial class DataCardTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "training", "data");
    private static readonly string Card = File.ReadAllText(Path.Combine(Folder, "README.md"));

    private static IEnumerable<string> Found =>
        Directory
            .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".jsonl" or ".csv")
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static TheoryData<string> Files => [.. Found];

    [Theory]
    [MemberData(nameof(Files))]
    public void Row_File_CountsItsRecordsAndSplits(string file)
    {
        var row = $"| `{file}` | {Count(file)} | {Splits(file)} |";

        Assert.True(Card.Contains(row, StringComparison.Ordinal), $"training/data/README.md lacks the row: {row}");
    }

    [Fact]
    public void Rows_AllOfTheCard_NameFilesThatExist()
    {
        var named = FileRow().Matches(Card).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

        Assert.Equal(Found, named);
    }

    [Fact]
    public void Kinds_AllOfTheDialogs_AreExplained()
    {
        var kinds = Found
            .Where(IsDialogs)
            .SelectMany(file => DialogFile.Read(Path.Combine(Folder, file)))
            .Select(dialog => dialog.Kind)
            .OfType<string>()
            .Distinct();

        Assert.All(kinds, kind => Assert.Contains($"`{kind}`", Card, StringComparison.Ordinal));
    }

    private static bool IsDialogs(string file) => file.Contains("dialogs", StringComparison.Ordinal);

    private static string Count(string file)
    {
        var lines = File.ReadLines(Path.Combine(Folder, file)).Count(line => !string.IsNullOrWhiteSpace(line));
        // The first line of a table names its columns.
        return Format(file.EndsWith(".csv", StringComparison.Ordinal) ? lines - 1 : lines);
    }

    private static string Splits(string file)
    {
        if (!IsDialogs(file))
            return "-";
        var bySplit = DialogFile.Read(Path.Combine(Folder, file)).CountBy(dialog => dialog.Split).ToDictionary();
        return string.Join(
            " / ",
            Enum.GetValues<DialogSplit>().Select(split => Format(bySplit.GetValueOrDefault(split)))
        );
    }

    private static string Format(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| `([^`]+\.(?:jsonl|csv))` \|", RegexOptions.Multiline)]
    private static partial Regex FileRow();
}
