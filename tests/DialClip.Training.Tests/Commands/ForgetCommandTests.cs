using System.Text.Json.Nodes;
using DialClip.Experiments.Assignment;
using DialClip.Training.Commands;

namespace DialClip.Training.Tests.Commands;

/// <summary>The verb <c>forget</c>, over files as the sample host and its processes write them.</summary>
public sealed class ForgetCommandTests : IDisposable
{
    private const string Anna = "+491701111111";
    private const string Ben = "+491702222222";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Forget_User_ErasesAndCountsRecordsAndEvents()
    {
        var alone = Write("aa/one.json", "dialclip/sms/1/v1", Anna);
        var group = Write("aa/two.json", "dialclip/sms/2/v1", Anna, Ben);
        var other = Write("bb/three.json", "dialclip/sms/3/v1", Ben);
        var own = Write("bb/four.json", "sms/users/1", Anna);
        var before = (File.ReadAllText(other), File.ReadAllText(own));
        WriteLog(Anna, Ben);

        var (code, text, _) = await RunAsync("--user", Anna, "--state", State, "--log", Log);

        Assert.Equal(
            (ExitCode.Success, "records removed 1, changed 1, without names of speakers 0\nevents 1 of 1 files\n"),
            (code, text.ReplaceLineEndings("\n"))
        );
        Assert.False(File.Exists(alone));
        Assert.DoesNotContain(Hash(Anna)[..16], File.ReadAllText(group), StringComparison.Ordinal);
        var value = JsonNode.Parse(File.ReadAllText(group))!["value"]!;
        Assert.Contains($"said by {Ben}", (string)value["Json"]!, StringComparison.Ordinal);
        Assert.Equal("feature 1", (string)value["Features"]!.AsArray().Single()!);
        Assert.Equal(before, (File.ReadAllText(other), File.ReadAllText(own)));
        Assert.DoesNotContain(Hash(Anna), File.ReadAllText(Log), StringComparison.Ordinal);
        Assert.Contains(Hash(Ben), File.ReadAllText(Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forget_Conversation_RemovesItsRecordAndTheCopyBesideIt()
    {
        var key = Shared.Erasure.RecordKeys.Get("sms", "talk");
        var record = Write("aa/one.json", key, Anna);
        var copy = Write("bb/two.json", key + "/unreadable", Anna);
        var other = Write("bb/three.json", "dialclip/sms/3/v1", Anna);

        var (code, text, _) = await RunAsync("--conversation", "talk", "--state", State);

        Assert.Equal(ExitCode.Success, code);
        Assert.StartsWith("records removed 2,", text, StringComparison.Ordinal);
        Assert.Equal([false, false, true], new[] { record, copy, other }.Select(File.Exists));
    }

    [Fact]
    public async Task Forget_FileThatHoldsNoJson_IsNamedAndLeftAlone()
    {
        Directory.CreateDirectory(State);
        var damaged = Path.Combine(State, "damaged.json");
        File.WriteAllText(damaged, "{");

        var (code, text, _) = await RunAsync("--user", Anna, "--state", State);

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains($"could not be read: {damaged}", text, StringComparison.Ordinal);
        Assert.True(File.Exists(damaged));
    }

    // Opening a pipe waits until somebody writes.
    [LinuxX64Fact]
    public async Task Forget_PipeAmongTheFiles_IsNamedAndLeftAlone()
    {
        Directory.CreateDirectory(State);
        var path = Path.Combine(State, "pipe.json");
        using (var pipe = System.Diagnostics.Process.Start("mkfifo", [path]))
            await pipe.WaitForExitAsync();

        var (code, text, _) = await Task.Run(() => RunAsync("--user", Anna, "--state", State))
            .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(ExitCode.Success, code);
        Assert.Contains($"could not be read: {path}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("either --user ID or --conversation ID", "--state", "x")]
    [InlineData("either --user ID or --conversation ID", "--user", "a", "--conversation", "b", "--state", "x")]
    [InlineData("--state FOLDER or --container CONTAINER, --log LOG, or both", "--user", "a")]
    [InlineData("one storage", "--user", "a", "--state", "x", "--container", "y")]
    public async Task Forget_NobodyOrNowhere_IsRefused(string expected, params string[] args)
    {
        var (code, _, errors) = await RunAsync(args);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forget_NoSuchFolder_IsAnErrorAndNoSuccess()
    {
        var (code, _, errors) = await RunAsync("--user", Anna, "--state", folder.At("none"));

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("DialClip:Storage:Path", errors, StringComparison.Ordinal);
    }

    private string State => folder.At("state");

    private string Log => folder.At("experiments.jsonl");

    private static string Hash(string user) => new ExperimentUnit("user", $"sms\n{user}").Hash;

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommandRunner.RunAsync(["forget", "--channel", "sms", .. args], output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    private string Write(string name, string key, params string[] speakers)
    {
        var record = new JsonObject
        {
            ["version"] = 4,
            ["turns"] = new JsonArray([
                .. speakers.Select(user => new JsonObject
                {
                    ["speaker"] = 0,
                    ["modality"] = 0,
                    ["text"] = $"said by {user}",
                    ["user"] = Hash(user)[..16],
                }),
            ]),
            ["activities"] = new JsonArray(),
            ["impressions"] = new JsonArray(),
        };
        var document = new JsonObject
        {
            ["format"] = 1,
            ["key"] = key,
            ["write"] = "w",
            ["item"] = true,
            ["value"] = new JsonObject
            {
                ["Json"] = record.ToJsonString(),
                ["Features"] = new JsonArray([.. speakers.Select((_, index) => (JsonNode)$"feature {index}")]),
                ["LastUse"] = 1,
            },
        };
        var file = Path.Combine(State, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, document.ToJsonString());
        return file;
    }

    private void WriteLog(params string[] users) =>
        File.WriteAllLines(
            Log,
            users.Select(user =>
                $$"""{"event":"exposure","unitHash":"{{Hash(user)}}","impressionId":"{{Hash(user)[..8]}}"}"""
            )
        );
}
