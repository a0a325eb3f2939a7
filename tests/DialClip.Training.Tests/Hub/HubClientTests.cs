namespace DialClip.Training.Tests.Hub;

public sealed class HubClientTests : IAsyncLifetime
{
    private const string Token = "hf_secret";

    private HubBed bed = null!;
    private HubServer elsewhere = null!;

    public async Task InitializeAsync()
    {
        bed = await HubBed.StartAsync();
        elsewhere = await HubServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await elsewhere.DisposeAsync();
        await bed.DisposeAsync();
    }

    [Fact]
    public async Task Get_Token_GoesToTheHub()
    {
        bed.Server.Answer(HubBed.Weights, HubServer.Redirect($"/cache/{HubBed.Weights}", 307));

        await bed.PullAsync(Token);

        Assert.Equal(6, bed.Server.Requests.Count);
        Assert.All(bed.Server.Requests, request => Assert.Equal($"Bearer {Token}", request.Authorization));
    }

    [Fact]
    public async Task Get_NoToken_AsksAsAnybody()
    {
        await bed.PullAsync();

        Assert.All(bed.Server.Requests, request => Assert.Empty(request.Authorization));
    }

    [Fact]
    public async Task Get_RedirectToAnotherServer_LosesTheToken()
    {
        elsewhere.Put(HubBed.Weights, HubContent.Pattern(300_000, seed: 1));
        bed.Server.Answer(HubBed.Weights, HubServer.Redirect($"{elsewhere.Address}/cdn/{HubBed.Weights}"));

        await bed.PullAsync(Token);

        Assert.Empty(Assert.Single(elsewhere.Requests).Authorization);
        Assert.Equal($"Bearer {Token}", Assert.Single(bed.Server.RequestsFor(HubBed.Weights)).Authorization);
        Assert.Contains(HubBed.Weights, bed.GetFiles());
    }

    [Fact]
    public async Task Get_RedirectToAnotherNameOfTheHost_LosesTheToken()
    {
        bed.Server.Answer(
            HubBed.Weights,
            HubServer.Redirect($"http://localhost:{bed.Server.Port}/cdn/{HubBed.Weights}")
        );

        await bed.PullAsync(Token);

        Assert.Equal(
            [$"Bearer {Token}", ""],
            bed.Server.RequestsFor(HubBed.Weights).Select(request => request.Authorization)
        );
    }

    [Fact]
    public async Task Get_RedirectThereAndBack_DoesNotGetTheTokenBack()
    {
        bed.Server.Answer(HubBed.Weights, HubServer.Redirect($"{elsewhere.Address}/cdn/{HubBed.Weights}"));
        elsewhere.Answer(HubBed.Weights, HubServer.Redirect($"{bed.Server.Address}/whatever/{HubBed.Weights}"));

        await bed.PullAsync(Token);

        Assert.Equal(
            [$"Bearer {Token}", ""],
            bed.Server.RequestsFor(HubBed.Weights).Select(request => request.Authorization)
        );
    }

    [Fact]
    public async Task Get_RedirectOfARest_AsksForTheRestThere()
    {
        var content = HubContent.Create(HubContent.Pattern(300_000, seed: 1), large: true);
        bed.WritePartial(content.Bytes[..1000], content.Tag);
        elsewhere.Put(HubBed.Weights, content);
        bed.Server.Answer(HubBed.Weights, HubServer.Redirect($"{elsewhere.Address}/cdn/{HubBed.Weights}"));

        await bed.PullAsync();

        Assert.Equal("bytes=1000-", Assert.Single(elsewhere.Requests).Range);
        Assert.Equal(content.Bytes, bed.Read(HubBed.Weights));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task Get_Redirects_AreFollowedFiveTimes(int redirects, bool follows)
    {
        bed.Server.Answer(
            HubServer.Listing,
            [.. Enumerable.Repeat(HubServer.Redirect("/api/models/renamed/clip/revision/main?blobs=true"), redirects)]
        );

        var error = await Record.ExceptionAsync(() => bed.PullAsync());

        Assert.Equal(follows, error is null);
        if (!follows)
            Assert.Contains(
                "more than 5 times",
                Assert.IsType<InvalidDataException>(error).Message,
                StringComparison.Ordinal
            );
    }

    [Theory]
    [InlineData("http://hub.example/key?secret=1", "'http://hub.example'")]
    [InlineData("file:///etc/passwd", "'file://'")]
    [InlineData("http://user@127.0.0.1/x", "redirects to")]
    [InlineData("", "without a usable address")]
    public async Task Get_RedirectToWhatIsNotSafe_IsRefused(string to, string named)
    {
        bed.Server.Answer(HubServer.Listing, HubServer.Redirect(to));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.PullAsync());

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Single(bed.Server.Requests);
    }

    [Fact]
    public async Task Read_EndlessListing_IsAborted()
    {
        var left = new TaskCompletionSource();
        bed.Server.Answer(
            HubServer.Listing,
            async context =>
            {
                var blanks = new byte[1 << 20];
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(blanks);
                left.SetResult();
            }
        );

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.PullAsync());
        await left.Task.WaitAsync(HubBed.HangTimeout);

        Assert.Contains("--endpoint", error.Message, StringComparison.Ordinal);
    }
}
