using System.Text.RegularExpressions;
using DialClip.Bot.Media;
using DialClip.LocalChat.DirectLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.Page;

/// <summary>The static files of the chat page and the gallery, and Web Chat's bundle.</summary>
internal static partial class ChatPage
{
    private const string Gallery = "/gallery";

    public static void MapChatPage(this WebApplication app)
    {
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        app.Use(
            (context, next) =>
            {
                if (context.Request.Path == Gallery)
                    context.Request.Path = "/gallery.html";
                return next(context);
            }
        );
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                OnPrepareResponse = context =>
                {
                    var headers = context.Context.Response.Headers;
                    headers.ContentSecurityPolicy = CreatePolicy(context.Context.Request, app.Services);
                    headers.XContentTypeOptions = "nosniff";
                    headers["Referrer-Policy"] = "no-referrer";
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";
                    headers["Cross-Origin-Resource-Policy"] = "same-origin";
                    headers.CacheControl = "no-cache";
                },
            }
        );
    }

    // Web Chat uses inline styles, blob: and data: previews of uploads, and a worker that scales pictures.
    // Picture links carry the server's own address or the configured one, whatever name the page was opened by.
    private static string CreatePolicy(HttpRequest request, IServiceProvider services)
    {
        var pictures = JoinOrigins(
            services.GetRequiredService<ServerAddress>().GetOrigin().AbsoluteUri,
            services.GetRequiredService<IOptions<MediaOptions>>().Value.BaseUrl
        );
        var streams = PlainHost().IsMatch(request.Host.Value ?? "")
            ? $" ws://{request.Host.Value} wss://{request.Host.Value}"
            : "";
        return "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + $"img-src 'self' data: blob:{pictures}; connect-src 'self'{streams} blob:; worker-src blob:; "
            + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static string JoinOrigins(params IEnumerable<string> addresses) =>
        string.Concat(
            addresses
                .Select(address =>
                    Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null
                )
                .OfType<string>()
                .Distinct()
                .Select(origin => " " + origin)
        );

    // The request is untrusted: only a plain host name goes into the policy.
    [GeneratedRegex(
        @"^[A-Za-z0-9.\-]+(:[0-9]+)?$|^\[[0-9A-Fa-f:]+\](:[0-9]+)?$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex PlainHost();
}
