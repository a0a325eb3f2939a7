using System.Diagnostics;
using DialClip.Bot.Attachments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Bot.Connector;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Attachments;

/// <summary>Pictures that are fetched from this machine.</summary>
public sealed class LocalPictureTests
{
    private const string Origin = "http://127.0.0.1:5000/";

    private static readonly RequestDelegate GivesPicture = HostileServer.Gives(TinyBmp.Colours());

    [Theory]
    [InlineData(Channels.Webchat, "v3/directline/attachments/1", true)]
    [InlineData(Channels.Directline, "v3/directline/attachments/1", true)]
    [InlineData(Channels.Emulator, "v3/directline/attachments/1", true)]
    [InlineData(Channels.Msteams, "v3/directline/attachments/1", false)]
    [InlineData(Channels.Slack, "v3/directline/attachments/1", false)]
    [InlineData(null, "v3/directline/attachments/1", false)]
    [InlineData(Channels.Webchat, "v3/directline/conversations", false)]
    [InlineData(Channels.Webchat, "healthz", false)]
    [InlineData(Channels.Webchat, "v3/directline/attachments/../../../admin", false)]
    [InlineData(Channels.Webchat, "v3/directline/attachments/%2e%2e/%2e%2e/%2e%2e/admin", false)]
    public void Route_OfThisMachine_IsForUploadsOfTheLocalChat(string? channel, string path, bool isTaken)
    {
        using var app = WebApplication
            .CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" })
            .Build();

        Assert.Equal(isTaken, IsTaken(app.Services, channel, path, null));
    }

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Production", null, false)]
    [InlineData("Development", false, false)]
    [InlineData("Production", true, true)]
    public void Route_OfThisMachine_DependsOnEnvironmentAndSetting(string environment, bool? setting, bool isTaken)
    {
        using var app = WebApplication
            .CreateBuilder(new WebApplicationOptions { EnvironmentName = environment })
            .Build();

        Assert.Equal(isTaken, IsTaken(app.Services, Channels.Webchat, "v3/directline/attachments/1", setting));
    }

    [Theory]
    [InlineData(PictureHarness.TeamsPicture)]
    [InlineData("local")]
    public async Task Read_WhatTheHostAddsToItsClients_IsNotSent(string address)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);

        var reading =
            address == "local"
                ? await sut.ReadAsync(
                    sut.Server.Origin + "v3/directline/attachments/1",
                    Channels.Webchat,
                    serviceUrl: sut.Server.Origin.AbsoluteUri
                )
                : await sut.ReadAsync(address);

        Assert.NotNull(reading.Picture);
        Assert.DoesNotContain("X-Of-The-Host", sut.Server.Requests.Single().Keys);
    }

    [Theory]
    [InlineData(PictureHarness.TeamsPicture)]
    [InlineData("local")]
    public async Task Read_WithinATrace_SendsNothingOfIt(string address)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);
        using var turn = new Activity("turn").AddBaggage("tenant", "secret").Start();

        var reading =
            address == "local"
                ? await sut.ReadAsync(
                    sut.Server.Origin + "v3/directline/attachments/1",
                    Channels.Webchat,
                    serviceUrl: sut.Server.Origin.AbsoluteUri
                )
                : await sut.ReadAsync(address);

        Assert.NotNull(reading.Picture);
        string[] traces = ["traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id"];
        Assert.Empty(sut.Server.Requests.Single().Keys.Intersect(traces, StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(typeof(OutOfMemoryException))]
    [InlineData(typeof(DllNotFoundException))]
    [InlineData(typeof(InvalidOperationException))]
    public async Task Read_DecoderThatFails_CostsThePictureAndIsLogged(Type fault)
    {
        await using var sut = await PictureHarness.CreateAsync(GivesPicture);
        sut.DecodeWith = (_, _) => throw (Exception)Activator.CreateInstance(fault)!;

        var reading = await sut.ReadAsync();

        Assert.Null(reading.Picture);
        Assert.Equal([PictureRefusal.Damaged], reading.Refused);
        Assert.Contains(
            sut.Logs.Lines,
            line =>
                line.Level == LogLevel.Error && line.Message.Contains("continues without it", StringComparison.Ordinal)
        );
    }

    private static bool IsTaken(IServiceProvider host, string? channel, string path, bool? setting)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton(host.GetRequiredService<Microsoft.Extensions.Hosting.IHostEnvironment>());
        var values = setting is null
            ? []
            : new Dictionary<string, string?> { ["DialClip:Attachments:AllowLoopback"] = setting.ToString() };
        services.AddDialClip(new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("DialClip"));
        using var provider = services.BuildServiceProvider();
        try
        {
            return provider
                    .GetRequiredService<PictureRoutes>()
                    .GetRoute(new PictureSource(Origin + path, IsSigned: false), channel, Origin)
                    .Client == PictureRoutes.LocalClient;
        }
        catch (PictureException error)
        {
            Assert.Equal(PictureRefusal.BadAddress, error.Refusal);
            return false;
        }
    }
}
