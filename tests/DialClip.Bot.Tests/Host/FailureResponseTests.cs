using DialClip.Bot.Host;
using DialClip.Bot.Tests.Bot;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests.Host;

public sealed class FailureResponseTests
{
    [Fact]
    public async Task Invoke_RequestFails_LogsTheRouteAndNotThePath()
    {
        using var logs = new BotHarness.CapturedLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Path = "/connector/hush/v3";
        context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/connector/{key}/v3"), 0, null, null));

        await new FailureResponse(_ => throw new IOException("broken"), factory.CreateLogger<FailureResponse>()).InvokeAsync(context);

        Assert.Equal(StatusCodes.Status500InternalServerError, context.Response.StatusCode);
        Assert.Equal("A request to '/connector/{key}/v3' failed.", Assert.Single(logs.Lines).Message);
    }
}
