using System.Reflection;

namespace DialClip.Bot.Host;

/// <summary>Finds stand-ins of SDK packages among the loaded assemblies.</summary>
internal static class StandIns
{
    private const string Mark = "standin";

    /// <summary>Gets their names, separated by commas; empty where the real packages are in use.</summary>
    public static string InUse() => string.Join(", ", References(Assembly.GetExecutingAssembly(), [])
        .Where(assembly => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Contains(Mark, StringComparison.Ordinal) == true)
        .Select(assembly => assembly.GetName().Name).Order(StringComparer.Ordinal));

    private static HashSet<Assembly> References(Assembly from, HashSet<Assembly> seen)
    {
        if (seen.Add(from))
            foreach (var name in from.GetReferencedAssemblies().Where(name => name.Name?.StartsWith("System.", StringComparison.Ordinal) != true || name.Name == "System.IO.Hashing"))
                References(Assembly.Load(name), seen);
        return seen;
    }
}
