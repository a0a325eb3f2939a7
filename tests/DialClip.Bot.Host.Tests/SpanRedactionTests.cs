using System.Diagnostics;

namespace DialClip.Bot.Host.Tests;

[Collection(TelemetryGroup.Name)]
public sealed class SpanRedactionTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Microsoft.AspNetCore.Components")]
    [InlineData("System.Net.Http")]
    public void OnEnd_SpanOfAWebRequest_KeepsOnlyWhatIsListed(string source)
    {
        using var span = Span(source);

        new TelemetryExtensions.SpanRedaction().OnEnd(span);

        Assert.Equal(
            ["http.request.method", "http.route", "server.address"],
            span.TagObjects.Select(tag => tag.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Null(span.StatusDescription);
    }

    [Fact]
    public void OnEnd_OtherSpan_IsLeftAlone()
    {
        using var span = Span(DialClipTelemetry.ActivitySourceName);

        new TelemetryExtensions.SpanRedaction().OnEnd(span);

        Assert.Equal(8, span.TagObjects.Count());
    }

    private static Activity Span(string name)
    {
        using var source = new ActivitySource(name);
        using var listener = new ActivityListener
        {
            ShouldListenTo = other => other == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var span = source.StartActivity("request")!;
        foreach (
            var tag in new[]
            {
                "http.request.method",
                "http.route",
                "server.address",
                "url.full",
                "url.path",
                "url.query",
                "client.address",
                "user_agent.original",
            }
        )
            span.SetTag(tag, "https://host/path?t=token");
        span.Stop();
        return span.SetStatus(ActivityStatusCode.Error, "GET https://host/path?t=token failed");
    }
}
