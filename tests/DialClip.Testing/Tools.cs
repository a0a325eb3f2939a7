namespace DialClip.Testing;

/// <summary>Finds the tools that tests need, without loading any of them.</summary>
public static class Tools
{
    /// <summary>
    /// Set to 1 by './build.sh test': a missing tool is then a failure, because that script installs them all.
    /// </summary>
    public const string RequireVariable = "DIALCLIP_REQUIRE_TOOLS";

    /// <summary>Gets why the test has to be skipped, or null when every tool is here or has to be.</summary>
    public static string? SkipReason(params Tool[] tools)
    {
        var required = Environment.GetEnvironmentVariable(RequireVariable) == "1";
        var missing = tools
            .Where(tool => tool == Tool.Golden || !required)
            .Select(tool => (tool, why: Missing(tool)))
            .Where(found => found.why is not null)
            .Select(found => $"{found.tool}: {found.why}")
            .ToList();
        return missing.Count == 0 ? null : "needs " + string.Join("; ", missing);
    }

    private static string? Missing(Tool tool) =>
        tool switch
        {
            Tool.Stickers => FileAt(Path.Combine(RepositoryPaths.NpmAssets, "stickers", "stickers.jsonl")),
            Tool.WebChat => FileAt(
                Path.Combine(RepositoryPaths.NpmAssets, "botframework-webchat", "dist", "webchat.js")
            ),
            Tool.WordNet => FileAt("/usr/share/wordnet/data.noun"),
            Tool.Azurite => FileAt(
                Path.Combine(RepositoryPaths.NpmAssets, "azurite", "node_modules", "azurite", "package.json")
            ),
            Tool.Chromium => FileAt(Environment.GetEnvironmentVariable("DIALCLIP_CHROMIUM") ?? "/usr/bin/chromium"),
            Tool.TeamsPackage => FileAt(
                Path.Combine(RepositoryPaths.NpmAssets, "teams", "node_modules", "fflate", "package.json")
            ) ?? FileAt(Path.Combine(RepositoryPaths.NpmAssets, "app-manifest", "package.json")),
            Tool.Golden => FileAt(Path.Combine(RepositoryPaths.SharedData, "golden", "towers.json")),
            _ => throw new ArgumentOutOfRangeException(nameof(tool), tool, "Unknown tool."),
        };

    private static string? FileAt(string path) => File.Exists(path) ? null : $"no file '{path}'";
}
