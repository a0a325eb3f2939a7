using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Attachments;

/// <summary>Fetches a picture's bytes from an address that a message names, which is hostile until checked.</summary>
internal sealed class PictureFetcher(IHttpClientFactory clients, IOptions<AttachmentOptions> options, TimeProvider time)
{
    /// <summary>The client for hosts on the list; it connects to public addresses only.</summary>
    public const string PublicClient = "dialclip-attachments";

    /// <summary>The client for uploads of the local chat.</summary>
    public const string LocalClient = "dialclip-attachments-local";

    private const string DataScheme = "data:";
    private const string Base64Mark = ";base64,";

    /// <summary>Gets the bytes.</summary>
    /// <param name="address">The attachment's content address.</param>
    /// <param name="serviceUrl">The activity's service address; pictures of its own origin are taken when it is this machine.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="PictureException">The address is not allowed, or nothing usable came from there.</exception>
    public async Task<byte[]> FetchAsync(string? address, string? serviceUrl, CancellationToken cancellationToken)
    {
        if (address is null)
            throw new PictureException("the attachment names no address");
        if (address.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase))
            return FromData(address);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            throw new PictureException("the attachment's address is no address");
        var client = ClientFor(uri, serviceUrl);
        using var budget = new CancellationTokenSource(options.Value.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        try
        {
            return await DownloadAsync(client, uri, both.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new PictureException(budget.IsCancellationRequested ? $"'{uri.Host}' took longer than {options.Value.Timeout.TotalSeconds:0.#} s" : $"'{uri.Host}' could not be read", error);
        }
    }

    /// <summary>Connects to an address that was checked, so that no second look-up can lead elsewhere.</summary>
    public static async ValueTask<Stream> ConnectToPublicAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        var refused = addresses.FirstOrDefault(address => !PublicAddress.IsPublic(address));
        if (addresses.Length == 0 || refused is not null)
            throw new HttpRequestException($"'{context.DnsEndPoint.Host}' leads to '{refused}', which is no public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private HttpClient ClientFor(Uri uri, string? serviceUrl)
    {
        var isOwn = Uri.TryCreate(serviceUrl, UriKind.Absolute, out var service) && service.IsLoopback && service.Host == uri.Host && service.Port == uri.Port && service.Scheme == uri.Scheme;
        if (isOwn)
            return clients.CreateClient(LocalClient);
        if (uri.Scheme != Uri.UriSchemeHttps || !uri.IsDefaultPort || uri.UserInfo.Length > 0)
            throw new PictureException($"'{uri.Scheme}://{uri.Authority}' is not taken; expected https on its own port");
        return options.Value.AllowedHosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase)
            ? clients.CreateClient(PublicClient)
            : throw new PictureException($"host '{uri.Host}' is not on the list 'DialClip:Attachments:AllowedHosts'");
    }

    private async Task<byte[]> DownloadAsync(HttpClient client, Uri uri, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new PictureException($"'{uri.Host}' answered {(int)response.StatusCode}, expected 200; redirects are not followed");
        RequireSize(response.Content.Headers.ContentLength ?? 0);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[16 * 1024];
            // The length is only what the server says: count what comes.
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                RequireSize(bytes.Length + read);
                bytes.Write(buffer, 0, read);
            }
            return bytes.ToArray();
        }
    }

    private byte[] FromData(string address)
    {
        var mark = address.IndexOf(Base64Mark, StringComparison.OrdinalIgnoreCase);
        if (mark is < 0 or > 200)
            throw new PictureException("the data address holds no base64");
        RequireSize((address.Length - mark - Base64Mark.Length) / 4 * 3L - 2);
        try
        {
            return Convert.FromBase64String(address[(mark + Base64Mark.Length)..]);
        }
        catch (FormatException error)
        {
            throw new PictureException("the data address holds broken base64", error);
        }
    }

    private void RequireSize(long bytes)
    {
        if (bytes > options.Value.MaxBytes)
            throw new PictureException($"it has more than {options.Value.MaxBytes} bytes ('DialClip:Attachments:MaxBytes')");
    }
}
