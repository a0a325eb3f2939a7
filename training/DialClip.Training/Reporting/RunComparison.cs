using System.Text.Json;
using DialClip.Training.Heads;

namespace DialClip.Training.Reporting;

/// <summary>A setting or metric of two runs.</summary>
/// <param name="Name">The path of the value, such as "options.seed".</param>
/// <param name="First">The value in the first run, if any.</param>
/// <param name="Second">The value in the second run, if any.</param>
internal sealed record RunComparison(string Name, string? First, string? Second)
{
    /// <summary>Compares two runs: the settings that differ, and all metrics.</summary>
    /// <exception cref="InvalidDataException">A folder is not a finished run of 'dialclip train'.</exception>
    public static IReadOnlyList<RunComparison> Compute(string first, string second)
    {
        var (left, right) = (ReadValues(first), ReadValues(second));
        return
        [
            .. left
                .Keys.Union(right.Keys)
                .Order(StringComparer.Ordinal)
                .Select(name => new RunComparison(name, left.GetValueOrDefault(name), right.GetValueOrDefault(name)))
                .Where(row => !row.Name.StartsWith("options.", StringComparison.Ordinal) || row.First != row.Second),
        ];
    }

    private static Dictionary<string, string> ReadValues(string run)
    {
        var path = Path.Combine(run, HeadRun.HeadFolder, "metrics.json");
        if (!File.Exists(path))
            throw new InvalidDataException(
                $"'{run}' holds no finished run: there is no '{path}'. Expected a folder that 'dialclip train' wrote."
            );
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        Collect(json.RootElement, "");
        return values;

        void Collect(JsonElement element, string name)
        {
            if (element.ValueKind == JsonValueKind.Object)
                foreach (var member in element.EnumerateObject())
                    Collect(member.Value, name.Length == 0 ? member.Name : $"{name}.{member.Name}");
            else
                values[name] = element.ToString();
        }
    }
}
