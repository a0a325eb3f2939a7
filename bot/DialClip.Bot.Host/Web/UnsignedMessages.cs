using DialClip.Bot.Host.DirectLine;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.Web;

/// <summary>Keeps messages on this machine while the bot has no app id: the SDK then asks nobody who they are, and sends replies wherever an activity says.</summary>
internal sealed class UnsignedMessages(IConfiguration settings) : IEndpointFilter
{
    private const int MaxBytes = 1024 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (
            string.IsNullOrWhiteSpace(settings["MicrosoftAppId"])
            && await RefusalAsync(context.HttpContext).ConfigureAwait(false) is { } why
        )
            return Failure.Of(StatusCodes.Status403Forbidden, "Forbidden", why);
        return await next(context).ConfigureAwait(false);
    }

    private static async Task<string?> RefusalAsync(HttpContext context)
    {
        if (!Callers.IsLocal(context))
            return "Without 'MicrosoftAppId' the bot takes messages from this machine only, and none that were passed on to it.";
        context.Request.EnableBuffering(MaxBytes, MaxBytes);
        var activity = await ActivityBody
            .ReadObjectAsync(context.Request.Body, MaxBytes, context.RequestAborted)
            .ConfigureAwait(false);
        context.Request.Body.Position = 0;
        // The SDK takes the name in any case of its letters, and the last of several.
        var addresses = activity
            .Properties()
            .Where(property => property.Name.Equals("serviceUrl", StringComparison.OrdinalIgnoreCase))
            .Select(property => property.Value)
            .ToList();
        return addresses.Count > 0 && addresses.All(IsHere)
            ? null
            : "Without 'MicrosoftAppId' the bot sends replies to this machine only; expected a 'serviceUrl' such as http://127.0.0.1:3978/.";
    }

    private static bool IsHere(JToken address) =>
        address is JValue { Value: string text }
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https" }
        && Callers.IsLoopbackName(uri.Host);
}
