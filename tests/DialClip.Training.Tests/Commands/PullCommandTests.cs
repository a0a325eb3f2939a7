using DialClip.Training.Commands;
using DialClip.Training.Tests.Hub;

namespace DialClip.Training.Tests.Commands;

public sealed class PullCommandTests : IAsyncLifetime
{
    private readonly StringWriter output = new();
    private readonly StringWriter progress = new();
    private readonly string variable = $"DIALCLIP_TEST_{Guid.NewGuid():N}";
    private HubBed bed = null!;

    public async Task InitializeAsync() => bed = await HubBed.StartAsync();

    public async Task DisposeAsync()
    {
        Environment.SetEnvironmentVariable(variable, null);
        await bed.DisposeAsync();
    }

    [Fact]
    public async Task Pull_Repository_PrintsFolderAndNextCommand()
    {
        Environment.SetEnvironmentVariable(variable, "hf_secret");

        var code = await RunAsync("openai/clip", "--endpoint", bed.Server.Address);

        Assert.True(code == ExitCode.Success, progress.ToString());
        Assert.Equal(
            [bed.Folder, $"Next: dialclip import {bed.Folder} --id clip"],
            output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
        Assert.Contains("4 files, 0.3 MB", progress.ToString(), StringComparison.Ordinal);
        Assert.Contains("Downloading: 0.3 of 0.3 MB", progress.ToString(), StringComparison.Ordinal);
        Assert.Contains(HubBed.Weights, bed.GetFiles());
        Assert.All(bed.Server.Requests, request => Assert.Equal("Bearer hf_secret", request.Authorization));
        Assert.DoesNotContain("hf_secret", progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_NoVocabulary_NextCommandAsksForOne()
    {
        bed.Server.Remove("vocab.json");

        await RunAsync("openai/clip", "--endpoint", bed.Server.Address);

        Assert.Contains("--tokenizer FOLDER", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_NoSuchRepository_FailsWithOneMessage()
    {
        bed.Server.Answer(HubServer.Listing, HubServer.Status(404));

        var code = await RunAsync("openai/clip", "--endpoint", bed.Server.Address);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("answers 404", progress.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", progress.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Pull_TokenWithALineBreak_IsRefusedWithoutShowingIt()
    {
        Environment.SetEnvironmentVariable(variable, "hf_secret\r\nX-Other: 1");

        var code = await RunAsync("openai/clip", "--endpoint", bed.Server.Address);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(variable, progress.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hf_secret", progress.ToString(), StringComparison.Ordinal);
        Assert.Empty(bed.Server.Requests);
    }

    [Theory]
    [InlineData("clip")]
    [InlineData("../clip")]
    [InlineData("openai/clip", "--revision", "../main")]
    [InlineData("openai/clip", "--endpoint", "http://hub.example")]
    public async Task Pull_BadArguments_AreUsageErrors(params string[] args)
    {
        var code = await RunAsync(args);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("expected", progress.ToString(), StringComparison.Ordinal);
        Assert.Empty(bed.GetFiles());
    }

    [Fact]
    public async Task Pull_EndpointOfTheEnvironment_IsUsedAndChecked()
    {
        try
        {
            Environment.SetEnvironmentVariable("HF_ENDPOINT", bed.Server.Address);
            Assert.Equal(ExitCode.Success, await RunAsync("openai/clip"));
            Assert.NotEmpty(bed.Server.Requests);

            Environment.SetEnvironmentVariable("HF_ENDPOINT", "http://hub.example");
            Assert.Equal(ExitCode.Usage, await RunAsync("openai/clip"));
            Assert.Contains("HF_ENDPOINT", progress.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HF_ENDPOINT", null);
        }
    }

    private Task<int> RunAsync(params string[] args) =>
        CommandRunner
            .RunAsync(["pull", .. args, "--out", bed.Folder, "--token-variable", variable], output, progress)
            .WaitAsync(HubBed.HangTimeout);
}
