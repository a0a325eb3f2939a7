using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.LocalChat.Tests;

public sealed class ErrorMiddlewareTests
{
    [Fact]
    public async Task Invoke_RequestFails_LogsTheRouteAndNotThePath()
    {
        var logger = new FakeLogger<ErrorMiddleware>();
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Path = "/connector/hush/v3";
        context.SetEndpoint(
            new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/connector/{key}/v3"), 0, null, null)
        );

        await new ErrorMiddleware(_ => throw new IOException("broken"), logger).InvokeAsync(context);

        Assert.Equal(StatusCodes.Status500InternalServerError, context.Response.StatusCode);
        var record = Assert.Single(logger.Collector.GetSnapshot());
        Assert.Equal("A request to '/connector/{key}/v3' failed.", record.Message);
    }
}
