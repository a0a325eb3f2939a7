using DialClip.Shared.Errors;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Collects what is to be said of a folder. Thread-safe.</summary>
internal sealed class Findings
{
    private readonly Lock sync = new();
    private readonly List<Finding> all = [];

    /// <summary>Adds a finding; what hostile files say in it is shortened and without control characters.</summary>
    public void Add(FindingKind kind, string where, string what)
    {
        lock (sync)
            all.Add(new(kind, ErrorText.ToValue(where), ErrorText.ToLine(what, 600)));
    }

    /// <summary>Gets the findings by kind and place.</summary>
    public IReadOnlyList<Finding> ToList()
    {
        lock (sync)
            return [.. all.OrderBy(finding => finding.Kind).ThenBy(finding => finding.Where, StringComparer.Ordinal)];
    }
}
