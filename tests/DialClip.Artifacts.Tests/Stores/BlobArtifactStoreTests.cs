using System.Net;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using DialClip.Artifacts.Stores;

namespace DialClip.Artifacts.Tests.Stores;

public sealed class BlobArtifactStoreTests
{
    private readonly FakeBlobService service = new();
    private readonly ObservableTime time = new(isOver: wait => wait <= TimeSpan.FromSeconds(60));
    private readonly ArtifactStoreOptions options = new()
    {
        Kind = ArtifactStoreKind.Blob,
        ConnectionString = FakeBlobService.ConnectionString,
        Container = "models",
        Retries = 3,
    };

    [Fact]
    public async Task OpenReadAsync_ServiceIsBusy_WaitsLongerEachTimeAndSucceeds()
    {
        service.Blobs["a"] = "hello"u8.ToArray();
        service.Faults.Enqueue(FakeBlobService.Status(HttpStatusCode.ServiceUnavailable));
        service.Faults.Enqueue(FakeBlobService.Status(HttpStatusCode.InternalServerError));
        service.Faults.Enqueue(_ => throw new HttpRequestException("connection refused"));

        var text = await StoreContract.ReadAsync(CreateSut(), "a");

        Assert.Equal("hello", text);
        Assert.Equal(3, time.Waits.Count);
        Assert.All(time.Waits, wait => Assert.InRange(wait, TimeSpan.FromTicks(1), options.MaxRetryDelay));
    }

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("Retry-After", "Tue, 01 Jan 2030 00:00:09 GMT", 9)]
    [InlineData("x-ms-retry-after-ms", "1500", 1.5)]
    [InlineData("Retry-After", "3600", 30)]
    public async Task ExistsAsync_ServiceSaysWhen_WaitsThatLong(string header, string value, double seconds)
    {
        service.Blobs["a"] = [1];
        service.Faults.Enqueue(FakeBlobService.Status(HttpStatusCode.TooManyRequests, (header, value)));

        var exists = await CreateSut().ExistsAsync("a", default);

        Assert.True(exists);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], time.Waits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenReadAsync_BodyIsCutOff_GoesOnWhereItBroke(bool silently)
    {
        var bytes = Enumerable.Range(0, 250_000).Select(i => (byte)(i * 7)).ToArray();
        service.Blobs["a"] = bytes;
        service.Content = rest => new BreakingStream(rest, after: 100_000, silently);

        await using var content = await CreateSut().OpenReadAsync("a", default);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);

        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal(
            ["bytes=0", "bytes=100000", "bytes=200000"],
            service
                .Requests.Where(request => request.StartsWith("GET", StringComparison.Ordinal))
                .Select(request => request.Split(' ')[2].Split('-')[0])
        );
    }

    [Fact]
    public async Task OpenReadAsync_ServiceIsBusyWhereTheBodyBroke_WaitsAndGoesOn()
    {
        var bytes = Enumerable.Range(0, 250_000).Select(i => (byte)(i * 7)).ToArray();
        service.Blobs["a"] = bytes;
        service.Content = rest => new BreakingStream(rest, after: 200_000);
        foreach (var status in new HttpStatusCode?[] { null, null, HttpStatusCode.ServiceUnavailable })
            service.Faults.Enqueue(status is { } busy ? FakeBlobService.Status(busy) : null);

        await using var content = await CreateSut().OpenReadAsync("a", default);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);

        Assert.Equal(bytes, copy.ToArray());
        Assert.Single(time.Waits);
    }

    [Fact]
    public async Task OpenReadAsync_BodyBreaksEachTime_GivesUpWithOneClearMessage()
    {
        service.Blobs["a"] = new byte[100];
        service.Content = rest => new BreakingStream(rest, after: 0);

        await using var content = await CreateSut().OpenReadAsync("a", default);
        var error = await Assert.ThrowsAsync<ArtifactException>(() => content.CopyToAsync(Stream.Null));

        Assert.Equal(ArtifactFailure.Unavailable, error.Reason);
        Assert.Contains("could not be reached for 'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenReadAsync_CancelledWhileItIsRead_IsNoStoreError()
    {
        using var stop = new CancellationTokenSource();
        service.Blobs["a"] = new byte[100];
        service.Content = rest =>
        {
            stop.Cancel();
            return new BreakingStream(rest, after: 0);
        };

        await using var content = await CreateSut().OpenReadAsync("a", default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => content.CopyToAsync(Stream.Null, stop.Token));
    }

    [Fact]
    public async Task OpenReadAsync_BlobChangesWhileItIsRead_IsAnErrorNotAMixture()
    {
        service.Blobs["a"] = new byte[200_000];
        service.Content = rest =>
        {
            service.Blobs["a"] = [.. Enumerable.Repeat((byte)1, 200_000)];
            return new BreakingStream(rest, after: 100_000, silently: true);
        };

        await using var content = await CreateSut().OpenReadAsync("a", default);
        var error = await Assert.ThrowsAsync<ArtifactException>(() => content.CopyToAsync(Stream.Null));

        Assert.Equal(ArtifactFailure.Conflict, error.Reason);
    }

    [Fact]
    public async Task OpenReadAsync_NeverAnswers_GivesUpWithOneClearMessage()
    {
        for (var i = 0; i < 10; i++)
            service.Faults.Enqueue(
                FakeBlobService.Status(HttpStatusCode.ServiceUnavailable, ("x-ms-error-code", "ServerBusy"))
            );

        var error = await Assert.ThrowsAsync<ArtifactException>(() => CreateSut().OpenReadAsync("a/b", default));

        Assert.Equal(ArtifactFailure.Unavailable, error.Reason);
        Assert.Equal(
            "blob container 'https://fake.blob.example/models' could not be reached for 'a/b' after every retry "
                + "(status 503 ServerBusy). Check the address and the network, and start again.",
            error.Message
        );
        Assert.Equal(4, service.Requests.Count);
    }

    [Fact]
    public async Task ExistsAsync_AnswerHangs_IsGivenUpAfterTheTimeout()
    {
        // The client's own timer, which knows the system's clock only.
        options.AttemptTimeout = TimeSpan.FromMilliseconds(1);
        for (var i = 0; i < 10; i++)
            service.Faults.Enqueue(_ => new TaskCompletionSource<HttpResponseMessage>().Task);

        var error = await Assert.ThrowsAsync<ArtifactException>(() => CreateSut().ExistsAsync("a", default));

        Assert.Equal(ArtifactFailure.Unavailable, error.Reason);
        Assert.Contains("(TimeoutException)", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, service.Requests.Count);
        Assert.Equal(3, time.Waits.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "refused access to 'a' (status 403")]
    [InlineData(HttpStatusCode.BadRequest, "refused the request for 'a' (status 400")]
    public async Task ExistsAsync_Refused_FailsAtOnceWithoutSecrets(HttpStatusCode status, string expected)
    {
        service.Faults.Enqueue(FakeBlobService.Status(status));

        var error = await Assert.ThrowsAsync<ArtifactException>(() => CreateSut().ExistsAsync("a", default));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(time.Waits);
    }

    [Fact]
    public async Task WriteAsync_AnswerIsLostAfterTheWork_CountsAsWritten()
    {
        service.Faults.Enqueue(async request =>
        {
            service.Blobs["a"] = await request.Content!.ReadAsByteArrayAsync();
            throw new HttpRequestException("connection reset");
        });

        await StoreContract.WriteAsync(CreateSut(), "a", "hello");

        Assert.Equal("hello"u8.ToArray(), service.Blobs["a"]);
    }

    [Fact]
    public async Task WriteAsync_SourceThatCannotRewind_IsSentWholeAgain()
    {
        service.Faults.Enqueue(async request =>
        {
            await request.Content!.CopyToAsync(Stream.Null);
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new ByteArrayContent([]) };
        });
        using var zipped = new MemoryStream();
        using (
            var zip = new System.IO.Compression.GZipStream(
                zipped,
                System.IO.Compression.CompressionLevel.Fastest,
                leaveOpen: true
            )
        )
            zip.Write("once only"u8);
        zipped.Position = 0;

        await CreateSut()
            .WriteAsync(
                "a",
                new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionMode.Decompress),
                default
            );

        Assert.Equal("once only"u8.ToArray(), service.Blobs["a"]);
    }

    [Fact]
    public async Task OpenReadAsync_Cancelled_IsNoStoreError()
    {
        using var stop = new CancellationTokenSource();
        service.Faults.Enqueue(_ =>
        {
            stop.Cancel();
            return new TaskCompletionSource<HttpResponseMessage>().Task;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CreateSut().OpenReadAsync("a", stop.Token));
    }

    private BlobArtifactStore CreateSut()
    {
        var clientOptions = new BlobClientOptions
        {
            Transport = new HttpClientTransport(new HttpClient(service, disposeHandler: false)),
        };
        return new BlobArtifactStore(ArtifactStoreFactory.Connect(options, clientOptions, time));
    }
}
