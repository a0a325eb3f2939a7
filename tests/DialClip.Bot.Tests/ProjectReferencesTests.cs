using System.Xml.Linq;

namespace DialClip.Bot.Tests;

/// <summary>The direction of references between product projects, as docs/architecture.md has it.</summary>
public sealed class ProjectReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["DialClip.Model"] = [],
        ["DialClip.Experiments"] = ["DialClip.Model"],
        ["DialClip.Bot"] = ["DialClip.Experiments", "DialClip.Model"],
        ["DialClip.Bot.Host"] = ["DialClip.Bot", "DialClip.Experiments", "DialClip.Model"],
        ["DialClip.Training"] = ["DialClip.Experiments", "DialClip.Model"],
    };

    [Fact]
    public void ProductProjects_References_RunOneWay()
    {
        var projects = new[] { "bot", "model", "training" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path)!, References);

        Assert.Contains("DialClip.Model", projects.Keys);
        Assert.All(projects, project => Assert.Subset(Allowed[project.Key].ToHashSet(), project.Value));
    }

    [Theory]
    [InlineData("DialClip.Model", "BotBuilder;TorchSharp")]
    [InlineData("DialClip.Experiments", "BotBuilder;TorchSharp")]
    [InlineData("DialClip.Training", "BotBuilder")]
    public void ProductProjects_Sdks_StayWhereTheyBelong(string project, string foreign)
    {
        var path = Directory.EnumerateFiles(RepositoryPaths.Root, project + ".csproj", SearchOption.AllDirectories).Single(found => !found.Contains("artifacts", StringComparison.Ordinal));
        var used = XDocument.Load(path).Descendants("SdkReferences").SelectMany(element => element.Value.Split(';'));

        Assert.Empty(used.Intersect(foreign.Split(';')));
    }

    private static HashSet<string> References(string path) =>
        [.. XDocument.Load(path).Descendants("ProjectReference").Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value))];
}
