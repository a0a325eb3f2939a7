using System.Text.RegularExpressions;
using DialClip.Bot.Host.DirectLine;
using DialClip.Bot.Media;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.Web;

/// <summary>Serves the chat page: one page, its modules, one style sheet, and Web Chat's own bundle.</summary>
internal static partial class ChatPage
{
    public static void MapChatPage(this WebApplication app)
    {
        var files = new PhysicalFileProvider(app.Environment.WebRootPath);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                OnPrepareResponse = context =>
                {
                    var headers = context.Context.Response.Headers;
                    headers.ContentSecurityPolicy = Policy(context.Context.Request, app.Services);
                    headers.XContentTypeOptions = "nosniff";
                    headers["Referrer-Policy"] = "no-referrer";
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";
                    headers["Cross-Origin-Resource-Policy"] = "same-origin";
                    headers.CacheControl = "no-cache";
                },
            }
        );
    }

    // Web Chat styles itself inline, previews uploads by blob: and data: addresses, and shrinks pictures in a worker.
    // The bot names pictures by the host's own address or the configured one, whatever name the page was opened under.
    private static string Policy(HttpRequest request, IServiceProvider services)
    {
        var pictures = Origins(
            services.GetRequiredService<HostAddress>().Origin().AbsoluteUri,
            services.GetRequiredService<IOptions<MediaOptions>>().Value.BaseUrl
        );
        var streams = PlainHost().IsMatch(request.Host.Value ?? "")
            ? $" ws://{request.Host.Value} wss://{request.Host.Value}"
            : "";
        return $"default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:{pictures}; connect-src 'self'{streams} blob:; worker-src blob:; "
            + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static string Origins(params IEnumerable<string> addresses) =>
        string.Concat(
            addresses
                .Select(address =>
                    Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null
                )
                .OfType<string>()
                .Distinct()
                .Select(origin => " " + origin)
        );

    // What a request says of itself goes into the policy only where it cannot change its meaning.
    [GeneratedRegex(
        @"^[A-Za-z0-9.\-]+(:[0-9]+)?$|^\[[0-9A-Fa-f:]+\](:[0-9]+)?$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex PlainHost();
}
