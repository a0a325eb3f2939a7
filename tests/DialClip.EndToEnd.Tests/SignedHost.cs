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
using Microsoft.IdentityModel.Tokens;

namespace DialClip.EndToEnd.Tests;

/// <summary>
/// A host with an app id, and the Bot Framework's OpenID documents on this machine, with a key of the tests.
/// </summary>
/// <remarks>The SDK takes the documents by https alone, so the host is told to trust the documents'
/// certificate.</remarks>
public sealed class SignedHost : IAsyncLifetime
{
    public const string AppId = "11111111-1111-1111-1111-111111111111";
    public const string Issuer = "https://api.botframework.com";
    public const string KeyId = "trusted";
    public const string ServiceUrl = "https://channel.example/";

    private readonly TemporaryFolder folder = new();
    private WebApplication? documents;
    private RunningProgram? program;

    /// <summary>Gets the key that the host trusts.</summary>
    public RSA Key { get; } = RSA.Create(2048);

    /// <summary>Gets the host's address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Gets what the host printed.</summary>
    public string Output => program!.Output;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var metadata = await ServeDocumentsAsync();
        (program, Address) = await RunningProgram.StartHostAsync(
            new Dictionary<string, string>
            {
                ["SSL_CERT_FILE"] = folder.At("certificate.pem"),
                ["SSL_CERT_DIR"] = folder.Path,
            },
            "--MicrosoftAppType",
            "MultiTenant",
            "--MicrosoftAppId",
            AppId,
            "--MicrosoftAppPassword",
            "secret",
            "--ToBotFromChannelTokenIssuer",
            Issuer,
            "--ToBotFromChannelOpenIdMetadataUrl",
            metadata,
            "--ToBotFromEmulatorOpenIdMetadataUrl",
            metadata,
            "--ToChannelFromBotLoginUrl",
            "https://login.example/",
            "--ToChannelFromBotOAuthScope",
            Issuer,
            "--OAuthUrl",
            "https://oauth.example/",
            "--DialClip:Experiments:Log",
            folder.At("experiments.jsonl")
        );
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (program is not null)
            await program.DisposeAsync();
        if (documents is not null)
            await documents.DisposeAsync();
        Key.Dispose();
        folder.Dispose();
    }

    private async Task<string> ServeDocumentsAsync()
    {
        var certificate = MakeCertificate();
        await File.WriteAllTextAsync(folder.At("certificate.pem"), certificate.ExportCertificatePem());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
        );
        documents = builder.Build();
        var parameters = Key.ExportParameters(includePrivateParameters: false);
        documents.MapGet(
            "/openid",
            (HttpRequest request) =>
                Results.Json(
                    new
                    {
                        issuer = Issuer,
                        jwks_uri = $"https://{request.Host}/keys",
                        id_token_signing_alg_values_supported = new[] { "RS256" },
                    }
                )
        );
        documents.MapGet(
            "/keys",
            () =>
                Results.Json(
                    new
                    {
                        keys = new[]
                        {
                            new
                            {
                                kty = "RSA",
                                use = "sig",
                                kid = KeyId,
                                n = Base64UrlEncoder.Encode(parameters.Modulus),
                                e = Base64UrlEncoder.Encode(parameters.Exponent),
                                endorsements = new[] { "msteams" },
                            },
                        },
                    }
                )
        );
        await documents.StartAsync();
        var address = documents
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        return $"https://localhost:{new Uri(address).Port}/openid";
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
