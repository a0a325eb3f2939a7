using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using DialClip.Bot.Host.DirectLine;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host;

/// <summary>Keeps one caller, and one conversation, from taking the host for itself.</summary>
internal static class RateLimits
{
    private const int BurstSeconds = 4;
    private const string Media = "/media";

    // What an address of IPv6 says of the network; the rest whoever has it chooses freely.
    private const int NetworkBytes = 8;

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = async (context, _) =>
                await Refused(context.HttpContext).ExecuteAsync(context.HttpContext).ConfigureAwait(false);
        });
        // The bot's own replies come through the connector, once for every message that was let in; channels call the bot from few addresses.
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<DirectLineOptions>>(
                (limits, options) =>
                    limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                        Buckets(
                            options.Value.RequestsPerSecond,
                            context =>
                                IsDirectLine(context.Request.Path)
                                    ? AddressOf(context.Connection.RemoteIpAddress)
                                    : null
                        ),
                        Buckets(
                            options.Value.RequestsPerSecond,
                            context =>
                                IsRendition(context.Request.Path) ? AddressOf(context.Connection.RemoteIpAddress) : null
                        ),
                        Buckets(options.Value.MessagesPerSecond, ConversationOf)
                    )
            );
    }

    /// <summary>Asks a caller to come again later.</summary>
    public static IResult Refused(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Failure.Of(
            StatusCodes.Status429TooManyRequests,
            "TooManyRequests",
            "Too many requests came from this address or for this conversation; try again in a second."
        );
    }

    /// <summary>Gets by what a caller is counted: an address, of IPv6 its network.</summary>
    internal static string AddressOf(IPAddress? from) =>
        from switch
        {
            null => "unknown",
            { IsIPv4MappedToIPv6: true } => from.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(
                from.GetAddressBytes().AsSpan(0, NetworkBytes)
            ),
            _ => from.ToString(),
        };

    // The bot fetches the files of users from this machine; their addresses cannot be guessed.
    private static bool IsDirectLine(PathString path) =>
        path.StartsWithSegments(DirectLineEndpoints.Root, StringComparison.OrdinalIgnoreCase)
        && !path.StartsWithSegments(DirectLineEndpoints.Attachments, StringComparison.OrdinalIgnoreCase);

    // /media/{catalog}/{rendition}/{file}: it may have to be made.
    private static bool IsRendition(PathString path) =>
        path.StartsWithSegments(Media, out var rest) && rest.Value?.Count(letter => letter == '/') == 3;

    private static PartitionedRateLimiter<HttpContext> Buckets(int perSecond, Func<HttpContext, string?> key) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            key(context) is { } one
                ? RateLimitPartition.GetTokenBucketLimiter(
                    one,
                    _ =>
                        new()
                        {
                            TokenLimit = perSecond * BurstSeconds,
                            TokensPerPeriod = perSecond,
                            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                            QueueLimit = 0,
                        }
                )
                : RateLimitPartition.GetNoLimiter("")
        );

    // What a client sends to a conversation: /v3/directline/conversations/{id}/activities or /upload.
    private static string? ConversationOf(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.Request.Path.StartsWithSegments(DirectLineEndpoints.Root + "/conversations", out var rest)
        && rest.Value is { Length: > 1 } named
            ? named.Split('/')[1]
            : null;
}
