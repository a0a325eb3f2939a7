using System.Globalization;
using DialClip.Bot.Host;
using DialClip.Bot.Media;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.Options;

const int MaxRequestBytes = 1024 * 1024;
const string PicturePolicy = "pictures";

// Messages about settings write numbers as the settings file does.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    var builder = WebApplication.CreateBuilder(
        new WebApplicationOptions
        {
            Args = args,
            // The settings lie beside the program, unless the command line names another folder.
            ContentRootPath = Array.Exists(
                args,
                argument => argument.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)
            )
                ? null
                : AppContext.BaseDirectory,
        }
    );
    var section = builder.Configuration.GetSection("DialClip");
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxRequestBytes);
    HostSettings.Add(builder.Services);
    builder.Services.AddTrustedProxies(section);
    builder.AddTelemetryExport();

    // The plugin, and what a bot needs without it, too: storage, adapter, bot, HTTP clients.
    StorageOptions.AddStorage(builder.Services, section, builder.Environment.ContentRootPath);
    builder.Services.AddDialClip(section, builder.Environment.ContentRootPath);
    builder.Services.AddSingleton<BotFrameworkAuthentication, BotAuthentication>();
    builder.Services.AddSingleton<CloudAdapter, AdapterWithErrorHandler>();
    builder.Services.AddTransient<IBot, FallbackBot>();
    // Addresses of requests hold keys and tokens.
    builder.Services.AddHttpClient().ConfigureHttpClientDefaults(client => client.RemoveAllLoggers());

    builder.Services.AddHealth();
    builder.Services.AddProblemDetails();
    // Requests that the server refuses (too large, malformed) are the caller's errors: answered as such, not logged.
    builder.Services.AddExceptionHandler(errors =>
    {
        errors.StatusCodeSelector = error => (error as BadHttpRequestException)?.StatusCode ?? 500;
        errors.SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException;
    });
    builder.Services.AddRateLimiter(limits =>
        limits.AddPolicy(PicturePolicy, RenditionRateLimit.GetPartition).RejectionStatusCode = 429
    );
    builder.AddLocalChat();

    var app = builder.Build();
    // Before anything starts, so that one message names everything that is wrong.
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    app.UseTrustedProxies();
    app.UseExceptionHandler();
    app.UseRateLimiter();
    app.MapLocalChat();
    app.MapPost(
            "/api/messages",
            (HttpContext context, CloudAdapter adapter, IBot bot) =>
                adapter.ProcessAsync(context.Request, context.Response, bot, context.RequestAborted)
        )
        .AddEndpointFilter<BotAuthentication.UnsignedMessages>();
    app.MapDialClipMedia().RequireRateLimiting(PicturePolicy);
    app.MapHealth();
    app.LogTelemetryExport();
    await app.RunAsync().ConfigureAwait(false);
    return 0;
}
catch (Exception error) when (Describe(error) is { } message)
{
#pragma warning disable RS0030 // An entry point writes to the console.
    await Console.Error.WriteLineAsync("The host does not start. " + message).ConfigureAwait(false);
    return 2;
}

// Errors that carry a message for the person who starts the host; a stack trace would only hide it.
static string? Describe(Exception error) =>
    error switch
    {
        OptionsValidationException invalid => string.Join(" ", invalid.Failures),
        AggregateException { InnerExceptions: var all } when all.All(each => each is OptionsValidationException) =>
            string.Join(" ", all.Select(Describe)),
        InvalidDataException or InvalidOperationException or NotSupportedException or IOException or FormatException =>
            error.Message,
        _ => null,
    };
