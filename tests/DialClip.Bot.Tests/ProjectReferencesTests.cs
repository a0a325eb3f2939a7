using System.Xml.Linq;

namespace DialClip.Bot.Tests;

/// <summary>The direction of references between product projects, as docs/architecture.md has it.</summary>
public sealed class ProjectReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["DialClip.Artifacts"] = [],
        ["DialClip.Backbones"] = ["DialClip.Artifacts"],
        ["DialClip.BackboneWriter"] = ["DialClip.Backbones"],
        ["DialClip.Encoders"] = ["DialClip.Artifacts"],
        ["DialClip.Model"] = ["DialClip.Encoders"],
        ["DialClip.Experiments"] = ["DialClip.Model"],
        ["DialClip.Experiments.Analysis"] = ["DialClip.Experiments"],
        ["DialClip.Bot"] = ["DialClip.Experiments", "DialClip.Model"],
        ["DialClip.Bot.Storage.Blobs"] = ["DialClip.Bot"],
        ["DialClip.LocalChat"] = ["DialClip.Bot"],
        ["DialClip.Bot.Host"] = ["DialClip.Bot", "DialClip.Bot.Storage.Blobs", "DialClip.LocalChat"],
        ["DialClip.Training"] =
        [
            "DialClip.Backbones",
            "DialClip.Experiments",
            "DialClip.Experiments.Analysis",
            "DialClip.Model",
        ],
    };

    [Fact]
    public void ProductProjects_References_RunOneWay()
    {
        var projects = Projects.ToDictionary(
            path => Path.GetFileNameWithoutExtension(path)!,
            path => Included(path, "ProjectReference")
        );

        Assert.Contains("DialClip.Model", projects.Keys);
        Assert.All(projects, project => Assert.Subset(Allowed[project.Key].ToHashSet(), project.Value));
    }

    [Theory]
    [InlineData("DialClip.Artifacts", "Microsoft.Bot.|Microsoft.ML.|SkiaSharp|TorchSharp|libtorch")]
    [InlineData("DialClip.Backbones", "Azure.|Microsoft.Bot.|Microsoft.ML.|SkiaSharp|TorchSharp|libtorch")]
    [InlineData("DialClip.Encoders", "Azure.|Microsoft.Bot.|TorchSharp|libtorch")]
    [InlineData("DialClip.Model", "Azure.|Microsoft.Bot.|Microsoft.ML.|SkiaSharp|TorchSharp|libtorch")]
    [InlineData("DialClip.Experiments", "Microsoft.Bot.|TorchSharp|libtorch")]
    [InlineData("DialClip.Bot", "TorchSharp|libtorch")]
    [InlineData("DialClip.Bot.Host", "TorchSharp|libtorch")]
    [InlineData("DialClip.Training", "Microsoft.Bot.")]
    public void ProductProjects_Packages_StayWhereTheyBelong(string project, string foreign)
    {
        var used = Included(Find(project), "PackageReference");

        Assert.NotEmpty(used);
        Assert.DoesNotContain(
            used,
            package => foreign.Split('|').Any(start => package.StartsWith(start, StringComparison.Ordinal))
        );
    }

    // Only ASP.NET programs may need its shared framework: the training program runs on the plain .NET runtime.
    [Theory]
    [InlineData("DialClip.Artifacts")]
    [InlineData("DialClip.Backbones")]
    [InlineData("DialClip.Encoders")]
    [InlineData("DialClip.Model")]
    [InlineData("DialClip.Experiments")]
    [InlineData("DialClip.Training")]
    public void ProductProjects_WithoutAServer_NeedNoFrameworkButDotNet(string project) =>
        Assert.Empty(Included(Find(project), "FrameworkReference"));

    [Fact]
    public void ProductProjects_Internals_AreVisibleToTestsOnly()
    {
        var friends = Projects.SelectMany(path => Included(path, "InternalsVisibleTo")).ToList();

        Assert.NotEmpty(friends);
        Assert.Empty(friends.Intersect(Allowed.Keys));
    }

    // Internals of another project, compiled again, are a reference that none of the rules above sees.
    [Fact]
    public void ProductProjects_FilesOfOthers_AreThoseOfModelSharedOnly()
    {
        var linked = Projects
            .SelectMany(path => Included(path, "Compile"))
            .Where(file => file.Contains("..", StringComparison.Ordinal))
            .ToList();

        Assert.Empty(linked);
        Assert.Contains(
            Included(Find("DialClip.Bot"), "Compile"),
            file => file.StartsWith("$(SharedSource)", StringComparison.Ordinal)
        );
    }

    // A bot team copies the folder, and needs packages alone.
    [Fact]
    public void SampleHost_Compiles_ItsOwnFilesOnly()
    {
        Assert.Empty(Included(Find("DialClip.Bot.Host"), "Compile"));
        Assert.InRange(Directory.GetFiles(Path.GetDirectoryName(Find("DialClip.Bot.Host"))!, "*.cs").Length, 1, 12);
    }

    private static List<string> Projects { get; } =
    [
        .. new[] { "bot", "model", "training" }.SelectMany(folder =>
            Directory.EnumerateFiles(
                Path.Combine(RepositoryPaths.Root, folder),
                "*.csproj",
                SearchOption.AllDirectories
            )
        ),
    ];

    private static string Find(string project) =>
        Projects.Single(path => Path.GetFileNameWithoutExtension(path) == project);

    // The names of projects without their folders.
    private static HashSet<string> Included(string path, string item) =>
        [
            .. XDocument
                .Load(path)
                .Descendants(item)
                .Select(element => element.Attribute("Include")?.Value)
                .OfType<string>()
                .Select(name =>
                    name.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(name) : name
                ),
        ];
}
