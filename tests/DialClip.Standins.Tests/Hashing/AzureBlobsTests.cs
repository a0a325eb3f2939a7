using System.Net;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace DialClip.Standins.Tests.Hashing;

/// <summary>Azure.Storage.Blobs was compiled against the real package; its checksums run through the base class that is tested here.</summary>
public sealed class AzureBlobsTests
{
    [Fact]
    public async Task Upload_WithCrc64_SendsThePublishedChecksum()
    {
        using var service = new FakeService();
        var blob = service.Client();
        var options = new BlobUploadOptions { TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.StorageCrc64 } };

        await blob.UploadAsync(new MemoryStream("123456789"u8.ToArray()), options);

        // CRC-64/NVME of the nine digits, little endian.
        Assert.Equal(Convert.ToBase64String(BitConverter.GetBytes(0xAE8B14860A799888)), service.Checksum);
    }

    [Fact]
    public async Task Download_WithDamagedContent_IsRefused()
    {
        using var service = new FakeService { Content = "123456780"u8.ToArray() };
        var blob = service.Client();
        var options = new BlobDownloadOptions { TransferValidation = new DownloadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.StorageCrc64 } };

        await Assert.ThrowsAsync<InvalidDataException>(() => blob.DownloadContentAsync(options));
        service.Content = "123456789"u8.ToArray();
        var downloaded = await blob.DownloadContentAsync(options);

        Assert.Equal("123456789", downloaded.Value.Content.ToString());
    }

    /// <summary>Answers as a blob service that holds one blob, whose checksum is that of the nine digits.</summary>
    private sealed class FakeService : HttpMessageHandler
    {
        public byte[] Content { get; set; } = [];

        public string? Checksum { get; private set; }

        public BlobClient Client() => new(
            new Uri("http://blobs.test/container/blob"),
            new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(this)), Retry = { MaxRetries = 0 } });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.TryGetValues("x-ms-content-crc64", out var sent))
                Checksum = string.Concat(sent);
            var response = new HttpResponseMessage(request.Method == HttpMethod.Put ? HttpStatusCode.Created : HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(request.Method == HttpMethod.Put ? [] : Content),
            };
            response.Headers.Add("x-ms-request-id", "1");
            response.Headers.Add("x-ms-content-crc64", Convert.ToBase64String(BitConverter.GetBytes(0xAE8B14860A799888)));
            response.Headers.TryAddWithoutValidation("ETag", new ETag("0x1").ToString("H"));
            response.Content.Headers.LastModified = DateTimeOffset.UnixEpoch;
            response.Content.Headers.ContentRange = new System.Net.Http.Headers.ContentRangeHeaderValue(0, Math.Max(0, Content.Length - 1), Content.Length);
            return Task.FromResult(response);
        }
    }
}
