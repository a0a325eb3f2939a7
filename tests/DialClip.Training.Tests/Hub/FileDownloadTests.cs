using Microsoft.AspNetCore.Http;

namespace DialClip.Training.Tests.Hub;

public sealed class FileDownloadTests : IAsyncLifetime
{
    private static readonly byte[] Bytes = HubContent.Pattern(300_000, seed: 1);
    private static readonly HubContent Content = HubContent.Create(Bytes, large: true);

    private HubBed bed = null!;

    public async Task InitializeAsync() => bed = await HubBed.StartAsync();

    public async Task DisposeAsync() => await bed.DisposeAsync();

    [Fact]
    public async Task Run_FileChangedBetweenAttempts_StartsAnew()
    {
        bed.WritePartial(HubContent.Pattern(200_000, seed: 9), "older");

        await bed.PullAsync();

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Equal("\"older\"", Assert.Single(bed.Server.RequestsFor(HubBed.Weights)).IfRange);
    }

    [Fact]
    public async Task Run_PartOfOtherContentDespiteIfRange_StartsAnew()
    {
        bed.WritePartial(HubContent.Pattern(200_000, seed: 9), "older");
        bed.Server.Answer(HubBed.Weights, HubServer.Part(Content, 100_000));

        await bed.PullAsync();

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Equal(["bytes=200000-", ""], bed.Server.RequestsFor(HubBed.Weights).Select(request => request.Range));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not an etag\\")]
    public async Task Run_PartThatNobodyCanName_StartsAnew(string? tag)
    {
        bed.WritePartial(HubContent.Pattern(200_000, seed: 9), tag);

        await bed.PullAsync();

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Equal("", Assert.Single(bed.Server.RequestsFor(HubBed.Weights)).Range);
    }

    [Theory]
    [InlineData("bytes 0-99999/300000")]
    [InlineData("bytes 200001-299999/300000")]
    [InlineData("bytes 200000-299999/300001")]
    [InlineData("lines 200000-299999/300000")]
    [InlineData("")]
    public async Task Run_AnswerWithAnotherRange_IsAnErrorAndStartsAnewNextTime(string range)
    {
        bed.WritePartial(Bytes[..200_000], Content.Tag);
        bed.Server.Answer(
            HubBed.Weights,
            context =>
            {
                context.Response.StatusCode = StatusCodes.Status206PartialContent;
                context.Response.Headers.ContentRange = range;
                return context.Response.Body.WriteAsync(Bytes.AsMemory(200_000)).AsTask();
            }
        );

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.PullAsync());

        Assert.Contains("from byte 200000 of 300000", error.Message, StringComparison.Ordinal);
        Assert.Single(bed.Server.RequestsFor(HubBed.Weights));
        Assert.DoesNotContain(bed.GetFiles(), name => name.StartsWith(HubBed.Weights, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_RangeThatTheHubCannotGive_StartsAnew()
    {
        bed.WritePartial(Bytes[..200_000], Content.Tag);
        bed.Server.Answer(HubBed.Weights, HubServer.Status(416));

        await bed.PullAsync();

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Equal(["bytes=200000-", ""], bed.Server.RequestsFor(HubBed.Weights).Select(request => request.Range));
    }

    [Fact]
    public async Task Run_PartIsWhole_IsOnlyChecked()
    {
        bed.WritePartial(Bytes, Content.Tag);

        await bed.PullAsync();

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Empty(bed.Server.RequestsFor(HubBed.Weights));
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(300_001)]
    public async Task Run_PartIsTooLongOrWrong_StartsAnew(int length)
    {
        bed.WritePartial(HubContent.Pattern(length, seed: 9), Content.Tag);

        await bed.PullAsync();

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Run_AnnouncedLengthIsNotTheListed_IsRefused(int beside)
    {
        bed.Server.Put(HubBed.Weights, Content with { Size = Content.Size + beside });

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.PullAsync());

        Assert.Contains(
            $"announces 300000 bytes for 'model.safetensors', expected {300_000 + beside}",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(bed.GetFiles(), name => name.StartsWith(HubBed.Weights, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_MoreBytesThanListed_IsAbortedAtOnce()
    {
        var left = new TaskCompletionSource();
        bed.Server.Answer(
            HubBed.Weights,
            async context =>
            {
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(Bytes);
                left.SetResult();
            }
        );

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.PullAsync());
        await left.Task.WaitAsync(HubBed.HangTimeout);

        Assert.Contains("more than the 300000 listed bytes", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(bed.GetFiles(), name => name.StartsWith(HubBed.Weights, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_FewerBytesThanListed_GoesOn()
    {
        bed.Server.Answer(
            HubBed.Weights,
            context =>
            {
                context.Response.Headers.ETag = $"\"{Content.Tag}\"";
                return context.Response.Body.WriteAsync(Bytes.AsMemory(0, 1234)).AsTask();
            }
        );

        await bed.PullAsync();

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Equal("bytes=1234-", bed.Server.RequestsFor(HubBed.Weights)[1].Range);
        Assert.Contains("ended after 1234 of 300000 bytes", bed.Progress.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HubBed.Weights, "SHA-256")]
    [InlineData("vocab.json", "git blob SHA-1")]
    public async Task Run_WrongContent_IsThrownAway(string name, string kind)
    {
        var announced = bed.Server.Put(name, HubContent.Pattern(5000, seed: 1));
        bed.Server.Put(name, announced with { Bytes = HubContent.Pattern(5000, seed: 2) });

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => bed.PullAsync());

        var actual = HubContent.Create(HubContent.Pattern(5000, seed: 2), announced.Large).Digest;
        Assert.Contains(
            $"'{name}' has {kind} {actual}, expected {announced.Digest}",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(bed.GetFiles(), file => file.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_EncodedContent_IsRefused()
    {
        bed.Server.Answer(
            HubBed.Weights,
            context =>
            {
                context.Response.Headers.ContentEncoding = "gzip";
                return context.Response.Body.WriteAsync(Bytes).AsTask();
            }
        );

        var error = await Assert.ThrowsAnyAsync<IOException>(() => bed.PullAsync());

        Assert.Contains("encoded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HubFallsSilent_TriesAgainAndGoesOn()
    {
        bed.Server.Answer(HubBed.Weights, HubServer.Part(Content, 100_000, HubServer.UntilTheClientLeaves));
        var some = bed.Progress.ReachedAsync(100_000);

        var pull = bed.PullAsync();
        await some;
        bed.Time.Advance(HubBed.StallTimeout);
        await pull;

        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Equal(["", "bytes=100000-"], bed.Server.RequestsFor(HubBed.Weights).Select(request => request.Range));
        Assert.Contains("sent nothing for 30 s", bed.Progress.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_KeepsThePartForTheNextTime()
    {
        bed.Server.Answer(HubBed.Weights, HubServer.Part(Content, 100_000, HubServer.UntilTheClientLeaves));
        using var cancel = new CancellationTokenSource();
        var some = bed.Progress.ReachedAsync(100_000);

        var pull = bed.PullAsync(cancellationToken: cancel.Token);
        await some;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);
        var partial = bed.Read(HubBed.Weights + ".partial");
        await bed.PullAsync();

        Assert.Equal(Bytes[..100_000], partial);
        Assert.Equal(Bytes, bed.Read(HubBed.Weights));
        Assert.Equal(["", "bytes=100000-"], bed.Server.RequestsFor(HubBed.Weights).Select(request => request.Range));
        Assert.DoesNotContain(bed.Time.Waits, wait => wait > TimeSpan.Zero);
    }

    [Fact]
    public async Task Run_NobodyListens_GivesUpWithTheReason()
    {
        await bed.Server.DisposeAsync();

        var error = await Assert.ThrowsAnyAsync<IOException>(() => bed.PullAsync());

        Assert.Contains("The connection broke", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, bed.Time.Waits.Count);
    }
}
