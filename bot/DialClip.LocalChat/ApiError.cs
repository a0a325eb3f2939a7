using Microsoft.AspNetCore.Http;

namespace DialClip.LocalChat;

/// <summary>Error responses in the shape that Direct Line and the connector use.</summary>
internal static class ApiError
{
    /// <summary>Creates {"error":{"code":…,"message":…}}.</summary>
    public static IResult Create(int status, string code, string message) =>
        Results.Json(new Body(new(code, message)), statusCode: status);

    private sealed record Body(Detail Error);

    private sealed record Detail(string Code, string Message);
}
