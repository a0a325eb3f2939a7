using System.Text.Json;
using DialClip.Training.Heads;

namespace DialClip.Training.Reporting;

/// <summary>One value in two runs.</summary>
/// <param name="Name">Where it stands, such as "options.seed".</param>
/// <param name="First">The first run's; null where it has none.</param>
/// <param name="Second">The second's.</param>
internal sealed record RunComparison(string Name, string? First, string? Second)
{
    /// <summary>Lists the settings that differ between two runs, and every figure of both.</summary>
    /// <exception cref="InvalidDataException">One of the folders is no finished run of 'dialclip train'.</exception>
    public static IReadOnlyList<RunComparison> Of(string first, string second)
    {
        var (left, right) = (Values(first), Values(second));
        return
        [
            .. left
                .Keys.Union(right.Keys)
                .Order(StringComparer.Ordinal)
                .Select(name => new RunComparison(name, left.GetValueOrDefault(name), right.GetValueOrDefault(name)))
                .Where(row => !row.Name.StartsWith("options.", StringComparison.Ordinal) || row.First != row.Second),
        ];
    }

    private static Dictionary<string, string> Values(string run)
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
