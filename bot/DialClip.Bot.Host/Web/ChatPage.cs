using Microsoft.Extensions.FileProviders;

namespace DialClip.Bot.Host.Web;

/// <summary>Serves the chat page: one page, one script, one style sheet, and Web Chat's own bundle.</summary>
internal static class ChatPage
{
    // Web Chat styles itself inline, previews uploads by blob: and data: addresses, and shrinks pictures in a worker.
    private const string Policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss: blob:; worker-src blob:; "
        + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapChatPage(this WebApplication app)
    {
        var files = new PhysicalFileProvider(app.Environment.WebRootPath);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = context =>
            {
                var headers = context.Context.Response.Headers;
                headers.ContentSecurityPolicy = Policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers.CacheControl = "no-cache";
            },
        });
    }
}
