using DialClip.Artifacts;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host;

/// <summary>Starts the host, and says in one message why it cannot.</summary>
internal static class HostRunner
{
    /// <summary>The exit code when settings keep the host from starting.</summary>
    public const int Refused = 2;

    /// <summary>Runs until the process is told to stop.</summary>
    /// <returns>0, or <see cref="Refused"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        try
        {
            var app = HostApplication.Build(args);
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync(CancellationToken.None).ConfigureAwait(false);
                foreach (var address in app.Urls)
                    app.Logger.Open(address);
                await app.WaitForShutdownAsync(CancellationToken.None).ConfigureAwait(false);
            }
            return 0;
        }
        catch (Exception error)
            when (error
                    is OptionsValidationException
                        or InvalidDataException
                        or InvalidOperationException
                        or NotSupportedException
                        or ArtifactException
                        or IOException
                        or FormatException
            )
        {
            // These carry a message for the person who starts the host; a stack trace would only hide it.
            await errors.WriteLineAsync("The host does not start. " + error.Message).ConfigureAwait(false);
            return Refused;
        }
    }
}
