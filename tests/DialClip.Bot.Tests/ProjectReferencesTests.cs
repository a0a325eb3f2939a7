using System.Xml.Linq;

namespace DialClip.Bot.Tests;

/// <summary>The direction of references between product projects, as docs/architecture.md has it.</summary>
public sealed class ProjectReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["DialClip.Artifacts"] = [],
        ["DialClip.Encoders"] = ["DialClip.Artifacts"],
        ["DialClip.Model"] = ["DialClip.Encoders"],
        ["DialClip.Experiments"] = ["DialClip.Model"],
        ["DialClip.Bot"] = ["DialClip.Experiments", "DialClip.Model"],
        ["DialClip.Bot.Host"] = ["DialClip.Bot", "DialClip.Experiments", "DialClip.Model"],
        ["DialClip.Training"] = ["DialClip.Experiments", "DialClip.Model"],
    };

    [Fact]
    public void ProductProjects_References_RunOneWay()
    {
        var projects = new[] { "bot", "model", "training" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(
                    Path.Combine(RepositoryPaths.Root, folder),
                    "*.csproj",
                    SearchOption.AllDirectories
                )
            )
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path)!, References);

        Assert.Contains("DialClip.Model", projects.Keys);
        Assert.All(projects, project => Assert.Subset(Allowed[project.Key].ToHashSet(), project.Value));
    }

    [Theory]
    [InlineData("DialClip.Artifacts", "Microsoft.Bot.|Microsoft.ML.|SkiaSharp|TorchSharp|libtorch")]
    [InlineData("DialClip.Encoders", "Azure.|Microsoft.Bot.|TorchSharp|libtorch")]
    [InlineData("DialClip.Model", "Azure.|Microsoft.Bot.|Microsoft.ML.|SkiaSharp|TorchSharp|libtorch")]
    [InlineData("DialClip.Experiments", "Microsoft.Bot.|TorchSharp|libtorch")]
    [InlineData("DialClip.Bot", "TorchSharp|libtorch")]
    [InlineData("DialClip.Bot.Host", "TorchSharp|libtorch")]
    [InlineData("DialClip.Training", "Microsoft.Bot.")]
    public void ProductProjects_Packages_StayWhereTheyBelong(string project, string foreign)
    {
        var path = new[] { "bot", "model", "training" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(
                    Path.Combine(RepositoryPaths.Root, folder),
                    project + ".csproj",
                    SearchOption.AllDirectories
                )
            )
            .Single();
        var used = XDocument
            .Load(path)
            .Descendants("PackageReference")
            .Select(element => element.Attribute("Include")!.Value)
            .ToList();

        Assert.NotEmpty(used);
        Assert.DoesNotContain(
            used,
            package => foreign.Split('|').Any(start => package.StartsWith(start, StringComparison.Ordinal))
        );
    }

    private static HashSet<string> References(string path) =>
        [
            .. XDocument
                .Load(path)
                .Descendants("ProjectReference")
                .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value)),
        ];
}
