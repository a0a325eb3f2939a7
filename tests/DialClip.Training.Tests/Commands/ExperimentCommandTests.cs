using DialClip.Training.Commands;

namespace DialClip.Training.Tests.Commands;

public sealed class ExperimentCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-report-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    private string Log => Path.Combine(folder, "log.jsonl");

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        output.Dispose();
        errors.Dispose();
    }

    [Fact]
    public async Task Report_LogWithDamagedLines_CountsTheOthersAndSaysSo()
    {
        var glued = CreateExposure("2", "B", "u2")[..50] + CreateExposure("3", "B", "u3");
        File.WriteAllLines(
            Log,
            [CreateExposure("1", "A", "u1"), glued, "\0\0\0", CreateExposure("4", "B", "u4"), """{"event":"expos"""]
        );

        var code = await CommandRunner.RunAsync(["experiment", "report", Log], output, errors);

        Assert.Equal(ExitCode.Success, code);
        Assert.Matches(@"x +A +1 +1 +0 +0", output.ToString());
        Assert.Matches(@"x +B +1 +1 +0 +0", output.ToString());
        Assert.Equal(
            $"{Log}: left out 3 damaged lines; line 2 is no event of this program.",
            errors.ToString().TrimEnd()
        );
    }

    [Fact]
    public async Task Report_UnitsOfSeveralVariants_AreMarked()
    {
        File.WriteAllLines(
            Log,
            [CreateExposure("1", "A", "u1"), CreateExposure("2", "B", "u1"), CreateExposure("3", "B", "u2")]
        );

        var code = await CommandRunner.RunAsync(["experiment", "report", Log], output, errors);

        Assert.Equal(ExitCode.Success, code);
        Assert.Matches(@"x +A +1\* +1 ", output.ToString());
        Assert.Matches(@"x +B +2\* +2 ", output.ToString());
        Assert.Contains(
            "several variants, which the comparison leaves out: A 1 of 1, B 1 of 2",
            output.ToString(),
            StringComparison.Ordinal
        );
        Assert.Empty(errors.ToString());
    }

    [Fact]
    public async Task Report_RepliesThatWereCutOff_AreCountedBesides()
    {
        File.WriteAllLines(
            Log,
            [
                CreateIntention("1", "A"),
                CreateExposure("1", "A", "u1"),
                CreateIntention("2", "A"),
                CreateIntention("3", "B"),
                CreateIntention("4", "A"),
                CreateIntention("4", "A", withdrawn: true),
            ]
        );

        var code = await CommandRunner.RunAsync(["experiment", "report", Log], output, errors);

        Assert.Equal(ExitCode.Success, code);
        Assert.Matches(@"x +A +1 +1 ", output.ToString());
        Assert.Matches(@"x +B +0 +0 ", output.ToString());
        Assert.Matches(@"while they were sent: A 1, B 1\r?\n", output.ToString());
        Assert.Empty(errors.ToString());
    }

    [Fact]
    public async Task Report_FileOfSomethingElse_Fails()
    {
        File.WriteAllText(Log, "id,text\n");

        var code = await CommandRunner.RunAsync(["experiment", "report", Log], output, errors);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("is no experiment log", errors.ToString(), StringComparison.Ordinal);
    }

    private static string CreateIntention(string impression, string variant, bool withdrawn = false) =>
        $$"""{"event":"intention","experiment":"x","variant":"{{variant}}","unitHash":"u","withdrawn":"""
        + $$"""{{(withdrawn ? "true" : "false")}},"impressionId":"{{impression}}","time":"2026-01-02T00:00:00Z"}""";

    private static string CreateExposure(string impression, string variant, string unit) =>
        $$"""{"event":"exposure","experiment":"x","variant":"{{variant}}","reason":"percentile","""
        + $$""" "unitHash":"{{unit}}","headDigest":"d","itemId":"red","score":0.5,"impressionId":"{{impression}}","""
        + """ "time":"2026-01-02T00:00:00Z"}""";
}
