using System.Net;
using DialClip.Bot.Media;
using DialClip.Model.Loading;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Media;

public sealed class RenditionRateLimitTests
{
    private const string Address = "192.0.2.7";

    [Fact]
    public async Task GetPartition_CountsByAddressWhatHasToBeMadeAlone()
    {
        await using var host = await MediaHost.StartAsync(null, null, null);
        var before = GetKey(host, "w1024", "green.png");
        (await host.Client.GetAsync($"/media/{GetDigest(host)}/w1024/green.png")).Dispose();

        Assert.Equal(Address, before);
        Assert.Equal(
            ["", "", "", ""],
            new[]
            {
                GetKey(host, "w1024", "green.png"),
                GetKey(host, "w1024", "none.png"),
                GetKey(host, "w9", "red.png"),
                GetKey(host, null, "red.png"),
            }
        );
    }

    [Fact]
    public async Task GetPartition_WithoutTheSignature_CountsNothing()
    {
        await using var host = await MediaHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:Media:SigningKey"] = Convert.ToBase64String(new byte[32]) },
            null,
            null
        );
        var address = new MediaAddress(GetDigest(host), "w1024", "green.png");
        var signed = host.Services.GetRequiredService<MediaSigner>().CreateQuery(address);

        Assert.Equal(
            ["", "", Address],
            new[] { "", "?signature=forged", signed }.Select(query => GetKey(host, "w1024", "green.png", query))
        );
    }

    private static string GetKey(MediaHost host, string? rendition, string file, string query = "")
    {
        var context = new DefaultHttpContext { RequestServices = host.Services };
        context.Connection.RemoteIpAddress = IPAddress.Parse(Address);
        context.Request.QueryString = new(query);
        context.Request.RouteValues["catalog"] = GetDigest(host);
        context.Request.RouteValues["rendition"] = rendition;
        context.Request.RouteValues["file"] = file;
        return RenditionRateLimit.GetPartition(context).PartitionKey;
    }

    private static string GetDigest(MediaHost host)
    {
        using var lease = host.Services.GetRequiredService<ModelSource>().Acquire();
        return lease.Model.Catalog.Digest[..12];
    }
}
