using System.Net;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace DialClip.Bot.Storage.Blobs.Tests;

public sealed class BlobStorageTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>
{
    private const string Key = "dialclip/test/talk/v1";
    private const string Blob = Key + ".json";

    private readonly FakeBlobService service = new();
    private readonly ObservableTime time = new(isOver: wait => wait <= TimeSpan.FromSeconds(4));
    private readonly BlobStorageOptions options = new()
    {
        ConnectionString = FakeBlobService.ConnectionString,
        Container = "state",
    };

    [Fact]
    public async Task Write_AnswerIsLost_IsRecognisedAsDone()
    {
        var sut = CreateSut();
        service.Faults.Enqueue(DoneButUnanswered);
        await sut.WriteAsync(Note.At(Key, "first"), default);
        var first = await Note.ReadAsync(sut, Key);

        service.Faults.Enqueue(DoneButUnanswered);
        await sut.WriteAsync(Note.At(Key, "second", first!.ETag), default);

        Assert.Equal("first", first.Text);
        Assert.Equal("second", (await Note.ReadAsync(sut, Key))!.Text);
    }

    [Fact]
    public async Task Write_AnswerIsLostAndAnotherWrites_Conflicts()
    {
        var sut = CreateSut();
        service.Faults.Enqueue(async request =>
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => DoneButUnanswered(request));
            service.Blobs[Blob] = StorageDocument.Create(Key, new Note { Text = "theirs" }, "test").ToBytes("test");
            throw new HttpRequestException("connection reset");
        });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            sut.WriteAsync(Note.At(Key, "mine"), default)
        );

        Assert.StartsWith("Etag conflict", error.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", (await Note.ReadAsync(sut, Key))!.Text);
    }

    [Fact]
    public async Task AnyUse_ServiceIsBusy_TriesAgain()
    {
        var sut = CreateSut();
        service.Faults.Enqueue(FakeBlobService.Status(HttpStatusCode.ServiceUnavailable));
        service.Faults.Enqueue(_ => throw new HttpRequestException("connection refused"));
        await sut.WriteAsync(Note.At(Key, "text"), default);
        service.Faults.Enqueue(FakeBlobService.Status(HttpStatusCode.TooManyRequests, ("Retry-After", "1")));
        service.Content = bytes =>
            Interlocked.Exchange(ref broken, 1) == 0 ? new BreakingStream(bytes, after: 10) : new MemoryStream(bytes);

        var note = await Note.ReadAsync(sut, Key);

        Assert.Equal("text", note!.Text);
        Assert.Equal(3, time.Waits.Count);
        Assert.All(time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, options.MaxRetryDelay));
        // The client itself goes on where the body broke, and only with the same blob.
        Assert.Equal($"GET {Blob} bytes=10-", service.Requests[^1]);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "could not be reached", 4)]
    [InlineData(HttpStatusCode.Forbidden, "'Storage Blob Data Contributor'", 1)]
    [InlineData(HttpStatusCode.BadRequest, "refused the request", 1)]
    public async Task AnyUse_ServiceStaysBroken_SaysSoWithoutSecrets(
        HttpStatusCode status,
        string expected,
        int requests
    )
    {
        for (var repeated = 0; repeated < 8; repeated++)
            service.Faults.Enqueue(FakeBlobService.Status(status));

        var error = await Assert.ThrowsAsync<IOException>(() =>
            CreateSut("https://fake.blob.example/state?sv=1&sig=hunter2").ReadAsync([Key], default)
        );

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(Blob, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(requests, service.Requests.Count);
    }

    [Fact]
    public async Task Read_BlobIsNotOurs_IsNamedAndStays()
    {
        service.Blobs["dialclip/large.json"] = new byte[StorageDocument.MaxBytes + 1];
        service.Blobs["dialclip/damaged.json"] = "{"u8.ToArray();

        var large = await Assert.ThrowsAsync<InvalidDataException>(() =>
            CreateSut().ReadAsync(["dialclip/large"], default)
        );
        var damaged = await Assert.ThrowsAsync<InvalidDataException>(() =>
            CreateSut().ReadAsync(["dialclip/damaged"], default)
        );
        var written = await Assert.ThrowsAsync<InvalidDataException>(() =>
            CreateSut().WriteAsync(Note.At("dialclip/damaged", "new"), default)
        );

        Assert.Contains("large.json", large.Message, StringComparison.Ordinal);
        Assert.Contains("damaged.json", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("damaged.json", written.Message, StringComparison.Ordinal);
        Assert.Equal("{"u8.ToArray(), service.Blobs["dialclip/damaged.json"]);
    }

    [Fact]
    public async Task AnyUse_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        service.Faults.Enqueue(async _ =>
        {
            await cancellation.CancelAsync();
            return await new TaskCompletionSource<HttpResponseMessage>().Task;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            CreateSut().WriteAsync(Note.At(Key, "text"), cancellation.Token)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CreateSut().ReadAsync([Key], cancellation.Token));

        Assert.Empty(service.Blobs);
    }

    [RequiresFact(Tool.Azurite)]
    public async Task Write_NoContainer_CreatesItAndABlobThatPeopleCanRead()
    {
        var azure = await AzuriteStorage.NewOptionsAsync(azurite);
        var sut = AzuriteStorage.Open(azure);

        Assert.Empty(await sut.ReadAsync([Key], default));
        await sut.DeleteAsync([Key], default);
        await sut.WriteAsync(Note.At(Key, "text"), default);

        var blob = AzuriteStorage.Container(azure).GetBlobClient(Blob);
        var text = (await blob.DownloadContentAsync()).Value.Content.ToString();
        Assert.Equal("application/json", (await blob.GetPropertiesAsync()).Value.ContentType);
        Assert.Matches(
            $$$"""^\{"format":1,"key":"{{{Key}}}","write":"[0-9a-f]{32}","item":true,"value":\{"Text":"text"\}\}$""",
            text
        );
    }

    private int broken;

    private async Task<HttpResponseMessage> DoneButUnanswered(HttpRequestMessage request)
    {
        service.Blobs[Blob] = await request.Content!.ReadAsByteArrayAsync();
        throw new HttpRequestException("connection reset");
    }

    private BlobStorage CreateSut(string? address = null)
    {
        var connection = address is null ? options : new BlobStorageOptions { Container = address };
        var transport = new HttpClientTransport(new HttpClient(service, disposeHandler: false));
        var clientOptions = new BlobClientOptions { Transport = transport };
        return new BlobStorage(connection.Connection.Connect(clientOptions, time));
    }
}
