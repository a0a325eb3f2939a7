namespace DialClip.Training.Tests.Hub;

public sealed class FileDownloadRetryTests : IAsyncLifetime
{
    private static readonly byte[] Bytes = HubContent.Pattern(300_000, seed: 1);
    private static readonly HubContent Content = HubContent.Create(Bytes, large: true);

    private HubBed bed = null!;

    public async Task InitializeAsync() => bed = await HubBed.StartAsync();

    public async Task DisposeAsync() => await bed.DisposeAsync();

    [Fact]
    public async Task Run_ConnectionBreaks_GoesOnAtThatByte()
    {
        bed.Server.Answer(HubBed.Weights, HubServer.Part(Content, 123_456));

        await bed.PullAsync();

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Equal(["", "bytes=123456-"], bed.Server.RequestsFor(HubBed.Weights).Select(request => request.Range));
        Assert.Equal($"\"{Content.Tag}\"", bed.Server.RequestsFor(HubBed.Weights)[1].IfRange);
        Assert.DoesNotContain(bed.GetFiles(), name => name.Contains(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_EveryAttemptBringsSomething_IsNeverGivenUp()
    {
        bed.Server.AlwaysAnswer(HubBed.Weights, HubServer.Part(Content, 20_000));

        await bed.PullAsync();

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Equal(15, bed.Server.RequestsFor(HubBed.Weights).Count);
        Assert.Equal(14, bed.Time.Waits.Count);
    }

    [Fact]
    public async Task Run_FiveAttemptsBringNothing_GivesUpAndKeepsThePart()
    {
        bed.Server.Answer(HubBed.Weights, HubServer.Part(Content, 1000));
        bed.Server.AlwaysAnswer(HubBed.Weights, HubServer.Status(503));

        var error = await Assert.ThrowsAnyAsync<IOException>(() => bed.PullAsync());

        Assert.Contains("503", error.Message, StringComparison.Ordinal);
        Assert.Contains("run the same command again", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, bed.Server.RequestsFor(HubBed.Weights).Count);
        Assert.Equal(Bytes[..1000], bed.Read(HubBed.Weights + ".partial"));
    }

    [Fact]
    public async Task Run_SameFirstBytesAgainAndAgain_IsGivenUp()
    {
        // Without a strong ETag every attempt starts anew, and none brings more than the last.
        bed.Server.AlwaysAnswer(
            HubBed.Weights,
            context =>
            {
                context.Response.Headers.ETag = "W/\"weak\"";
                return context.Response.Body.WriteAsync(Bytes.AsMemory(0, 1000)).AsTask();
            }
        );

        var error = await Assert.ThrowsAnyAsync<IOException>(() => bed.PullAsync());

        Assert.Contains("ended after 1000 of 300000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Repeat("", 5), bed.Server.RequestsFor(HubBed.Weights).Select(request => request.Range));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Run_HubAsksToWait_WaitsThatLong(int status)
    {
        bed.Server.Answer(HubBed.Weights, HubServer.Status(status, "7"));
        bed.Server.Answer(HubServer.Listing, HubServer.Status(status, "5"));

        await bed.PullAsync();

        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7)], bed.Time.Waits);
        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
    }

    [Fact]
    public async Task Run_HubAsksToWaitUntilATime_WaitsUntilThen()
    {
        bed.Server.Answer(HubBed.Weights, HubServer.Status(429, bed.Time.GetUtcNow().AddSeconds(9).ToString("R")));

        await bed.PullAsync();

        Assert.Equal([TimeSpan.FromSeconds(9)], bed.Time.Waits);
    }

    [Fact]
    public async Task Run_HubAsksToWaitAnHour_IsLeftToThePerson()
    {
        bed.Server.Answer(HubBed.Weights, HubServer.Status(429, "3600"));

        var error = await Assert.ThrowsAnyAsync<IOException>(() => bed.PullAsync());

        Assert.Contains("429", error.Message, StringComparison.Ordinal);
        Assert.Single(bed.Server.RequestsFor(HubBed.Weights));
    }

    [Fact]
    public async Task Run_HubIsBusy_WaitsButNeverLongerThanTheLimit()
    {
        bed.Server.Answer(HubBed.Weights, [.. Enumerable.Repeat(HubServer.Status(500), 4)]);

        await bed.PullAsync();

        Assert.Equal(4, bed.Time.Waits.Count);
        Assert.All(bed.Time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
    }

    [Theory]
    [InlineData(401, "HF_TOKEN")]
    [InlineData(403, "HF_TOKEN")]
    [InlineData(404, "--revision")]
    [InlineData(400, "--endpoint")]
    public async Task Run_HubRefuses_IsNotAskedAgain(int status, string advice)
    {
        bed.Server.AlwaysAnswer(HubServer.Listing, HubServer.Status(status));

        var error = await Assert.ThrowsAnyAsync<IOException>(() => bed.PullAsync());

        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Single(bed.Server.Requests);
    }
}
