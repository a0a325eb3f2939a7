using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using DialClip.Artifacts;
using DialClip.Training.Native;
using DialClip.Training.Terminal;
using Spectre.Console;

namespace DialClip.Training.Commands;

/// <summary>Parses and runs a command line.</summary>
internal static class CommandRunner
{
    /// <summary>Parses and runs a command line, with progress as lines or live bars.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress and errors.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error) =>
        RunAsync(args, output, error, CreateProgress(error, TimeProvider.System));

    /// <summary>Parses and runs a command line.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="errors">Receives errors.</param>
    /// <param name="progress">Receives progress.</param>
    /// <param name="cancellationToken">Cancels the work, as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter errors,
        IProgressSink progress,
        CancellationToken cancellationToken = default
    )
    {
        // Options and reports use the current culture, which must not depend on LANG.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var (root, withLibTorch) = CreateCommands(output, progress);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await errors.WriteLineAsync(error.Message).ConfigureAwait(false);
            await errors
                .WriteLineAsync("'dialclip --help' lists the verbs, 'dialclip VERB --help' the options of one.")
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }

        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = errors,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            if (withLibTorch.Any(command => IsInvoked(parsed, command)))
                LibTorch.Load();
            return await parsed.InvokeAsync(configuration, interrupted.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await errors.WriteLineAsync("Interrupted.").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (IsExpected(error))
        {
            // These messages are written for users; a stack trace would hide them.
            await errors.WriteLineAsync(error.Message).ConfigureAwait(false);
            return ExitCode.Failed;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }
    }

    /// <summary>Creates the commands of the program.</summary>
    /// <returns>The root, and those of its commands that load libtorch.</returns>
    internal static (RootCommand Root, Command[] WithLibTorch) CreateCommands(TextWriter output, IProgressSink progress)
    {
        Command[] withLibTorch =
        [
            PretrainCommand.Create(output, progress),
            TrainCommand.Create(output, progress),
            AblateCommand.Create(output, progress),
            ClassifyCommand.Create(output, progress),
            ImportCommand.Create(output, progress),
            ExportCommand.Create(output, progress),
            VerifyCommand.Create(output),
        ];
        var root = new RootCommand("Trains, exports, evaluates and publishes DialClip models.")
        {
            TokenizerCommand.Create(output, progress),
            PhotosCommand.Create(output, progress),
            PrepareCommand.Create(output, progress),
            PullCommand.Create(output, progress),
            CatalogCommand.Create(output, progress),
            StickerCatalogCommand.Create(output, progress),
            IndexCommand.Create(output, progress),
            PublishCommand.Create(output, progress),
            ExperimentCommand.Create(output),
            ForgetCommand.Create(output, Console.In),
            AskCommand.Create(output),
            EvaluateCommand.Create(output, progress),
            CalibrateCommand.Create(output, progress),
            ThresholdsCommand.Create(output, progress),
            CompareCommand.Create(output),
        };
        foreach (var command in withLibTorch)
            root.Add(command);
        return (root, withLibTorch);
    }

    private static IProgressSink CreateProgress(TextWriter writer, TimeProvider time)
    {
        // Spectre.Console would decide by stdin and stdout, but progress goes to stderr.
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Interactive = InteractionSupport.Yes }
        );
        return LiveProgress.CanDrawOn(console) ? new LiveProgress(console, time) : new LineProgress(writer, time);
    }

    // The action of the command or of a subcommand; not its help.
    private static bool IsInvoked(ParseResult parsed, Command command) =>
        (command.Action is { } action && parsed.Action == action)
        || command.Subcommands.Any(subcommand => IsInvoked(parsed, subcommand));

    private static bool IsExpected(Exception error) =>
        error
            is InvalidDataException
                or IOException
                or UnauthorizedAccessException
                or DllNotFoundException
                or PlatformNotSupportedException
                or ArtifactException;
}
