using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Attachments;

/// <summary>A server on this machine that answers as a test likes: by http, and by https under whatever name.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private HostileServer(WebApplication app) => this.app = app;

    /// <summary>Gets the certificate of all of them, which nobody vouches for.</summary>
    public static X509Certificate2 Certificate { get; } = MakeCertificate();

    /// <summary>Gets the http origin, such as http://127.0.0.1:5000/.</summary>
    public Uri Origin => new(Address("http:"));

    public int HttpsPort => new Uri(Address("https:")).Port;

    /// <summary>Gets the headers of the requests that came.</summary>
    public ConcurrentQueue<IDictionary<string, string>> Requests { get; } = new();

    public IEnumerable<string?> Tokens =>
        Requests.Select(headers => headers.TryGetValue("Authorization", out var token) ? token : null);

    public static async Task<HostileServer> StartAsync(RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate));
        });
        var server = new HostileServer(builder.Build());
        server.app.Run(async context =>
        {
            server.Requests.Enqueue(
                context.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                )
            );
            await handler(context);
        });
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Answers with a file, called a PNG whatever it is.</summary>
    public static RequestDelegate Gives(byte[] file) =>
        context =>
        {
            context.Response.ContentType = "image/png";
            return context.Response.Body.WriteAsync(file).AsTask();
        };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=hostile", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UnixEpoch,
            new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );
    }

    private string Address(string scheme) =>
        app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First(address => address.StartsWith(scheme, StringComparison.Ordinal)) + "/";
}
