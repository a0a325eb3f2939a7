namespace DialClip.Bot.Host;

/// <summary>An error in the shape that Direct Line and the connector use.</summary>
internal static class Failure
{
    /// <summary>Makes {"error":{"code":…,"message":…}}.</summary>
    public static IResult Of(int status, string code, string message) =>
        Results.Json(new Body(new(code, message)), statusCode: status);

    private sealed record Body(Detail Error);

    private sealed record Detail(string Code, string Message);
}
