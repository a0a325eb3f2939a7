using System.Net;
using System.Net.Sockets;
using DialClip.Bot.Attachments;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.Attachments;

/// <summary>A host name is resolved once; its addresses are checked, and exactly these are connected to.</summary>
public sealed class HostCheckTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("::1")]
    [InlineData("::ffff:192.168.0.1")]
    [InlineData("8.8.8.8", "10.1.2.3")]
    [InlineData("2606:4700:4700::1111", "fd00::1")]
    public async Task Read_NameThatLeadsInside_IsNotConnectedTo(params string[] addresses)
    {
        await using var sut = await PictureHarness.CreateAsync(_ => Task.CompletedTask);
        sut.LookUp = _ => [.. addresses.Select(IPAddress.Parse)];

        var reading = await sut.ReadAsync();

        Assert.Equal([PictureRefusal.NotPublic], reading.Refused);
        Assert.Empty(sut.Dialled);
    }

    [Fact]
    public async Task Read_NameWithoutAddress_IsUnreachable()
    {
        await using var sut = await PictureHarness.CreateAsync(_ => Task.CompletedTask);
        sut.LookUp = _ => [];

        Assert.Equal([PictureRefusal.Unreachable], (await sut.ReadAsync()).Refused);
    }

    [Fact]
    public async Task Read_NameThatIsUnknown_IsUnreachable()
    {
        await using var sut = await PictureHarness.CreateAsync(_ => Task.CompletedTask);
        sut.LookUp = _ => throw new SocketException((int)SocketError.HostNotFound);

        Assert.Equal([PictureRefusal.Unreachable], (await sut.ReadAsync()).Refused);
    }

    [Fact]
    public async Task Read_DnsThatChanges_ConnectsToWhatWasCheckedAndRefusesTheNext()
    {
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            context.Response.Headers.Connection = "close";
            return HostileServer.Gives(TinyBmp.Colours())(context);
        });
        IPAddress[] second = [IPAddress.Parse("9.9.9.9"), PictureHarness.Public];
        var answers = new Queue<IPAddress[]>([second, [IPAddress.Loopback]]);
        sut.LookUp = _ => answers.Dequeue();

        var first = await sut.ReadAsync();
        var next = await sut.ReadAsync();

        Assert.NotNull(first.Picture);
        Assert.Equal([PictureRefusal.NotPublic], next.Refused);
        var (addresses, port) = Assert.Single(sut.Dialled);
        Assert.Equal(second, addresses);
        Assert.Equal(443, port);
        // One look-up for each connection: an answer between check and connection cannot matter.
        Assert.Empty(answers);
    }

    [Fact]
    public async Task Read_LocalChatWhoseNameLeadsElsewhere_IsNotConnectedTo()
    {
        await using var sut = await PictureHarness.CreateAsync(_ => Task.CompletedTask);
        sut.LookUp = _ => [PictureHarness.Public];

        var reading = await sut.ReadAsync(
            "http://localhost:81/v3/directline/attachments/1",
            "webchat",
            serviceUrl: "http://localhost:81/"
        );

        Assert.Equal([PictureRefusal.NotPublic], reading.Refused);
        Assert.Empty(sut.Dialled);
    }

    [Fact]
    public async Task AddDialClip_AsRegistered_LooksUpAndConnectsForReal()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDialClip(new ConfigurationBuilder().Build().GetSection("DialClip"));
        await using var provider = services.BuildServiceProvider();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var connection = provider.GetRequiredService<CheckedConnection>();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var addresses = await connection.ResolveAsync("localhost", CancellationToken.None);
        await using var stream = await connection.DialAsync([IPAddress.Loopback], port, CancellationToken.None);
        using var accepted = await listener.AcceptSocketAsync();

        Assert.All(addresses, address => Assert.True(IPAddress.IsLoopback(address)));
        Assert.NotEmpty(addresses);
        Assert.True(accepted.Connected);
    }

    [Theory]
    [InlineData(PictureRoutes.PublicClient, "https://localhost/")]
    [InlineData(PictureRoutes.LocalClient, "http://10.0.0.1/")]
    public async Task AddDialClip_AsRegistered_BothClientsCheckWhereTheyConnect(string client, string address)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDialClip(new ConfigurationBuilder().Build().GetSection("DialClip"));
        await using var provider = services.BuildServiceProvider();
        using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(client);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(address)));

        Assert.Equal(PictureRefusal.NotPublic, Assert.IsType<PictureException>(error.InnerException).Refusal);
    }
}
