using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace DialClip.EndToEnd.Tests;

/// <summary>The host with an app id takes only messages that the Bot Framework signed for it.</summary>
public sealed class AuthenticationTests(SignedHost host) : IClassFixture<SignedHost>, IDisposable
{
    private readonly RSA otherKey = RSA.Create(2048);

    public void Dispose() => otherKey.Dispose();

    [Fact]
    public async Task Post_SignedByTheBotFramework_IsTaken()
    {
        using var response = await PostAsync(Token(host.Key));

        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {host.Output}");
    }

    [Fact]
    public async Task Post_Unsigned_Gets401()
    {
        using var without = await PostAsync(null);
        using var garbage = await PostAsync("a.b.c");
        using var unsigned = await PostAsync(
            new JwtSecurityTokenHandler().WriteToken(
                new JwtSecurityToken(SignedHost.Issuer, SignedHost.AppId, expires: InAnHour)
            )
        );

        Assert.All(
            new[] { without, garbage, unsigned },
            response => Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode)
        );
    }

    [Fact]
    public async Task Post_WronglySigned_Gets401()
    {
        using var key = await PostAsync(Token(otherKey));
        using var audience = await PostAsync(Token(host.Key, audience: "22222222-2222-2222-2222-222222222222"));
        using var issuer = await PostAsync(Token(host.Key, issuer: "https://api.example"));
        using var expired = await PostAsync(Token(host.Key, expires: InAnHour.AddDays(-1)));
        using var serviceUrl = await PostAsync(Token(host.Key, serviceUrl: "https://elsewhere.example/"));

        Assert.All(
            new[] { key, audience, issuer, expired, serviceUrl },
            response => Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode)
        );
    }

    private static DateTime InAnHour => TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1);

    private static string Token(
        RSA key,
        string issuer = SignedHost.Issuer,
        string audience = SignedHost.AppId,
        DateTime? expires = null,
        string serviceUrl = SignedHost.ServiceUrl
    )
    {
        var until = expires ?? InAnHour;
        return new JwtSecurityTokenHandler().WriteToken(
            new JwtSecurityToken(
                issuer,
                audience,
                [new Claim("serviceurl", serviceUrl)],
                until.AddHours(-2),
                until,
                new SigningCredentials(
                    new RsaSecurityKey(key) { KeyId = SignedHost.KeyId },
                    SecurityAlgorithms.RsaSha256
                )
            )
        );
    }

    // No reply is due to it, so nothing is sent to the service URL.
    private async Task<HttpResponseMessage> PostAsync(string? token)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "api/messages"))
        {
            Content = JsonContent.Create(
                new
                {
                    type = "typing",
                    id = "1",
                    channelId = "msteams",
                    serviceUrl = SignedHost.ServiceUrl,
                    from = new { id = "user" },
                    recipient = new { id = "bot" },
                    conversation = new { id = "conversation" },
                }
            ),
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }
}
