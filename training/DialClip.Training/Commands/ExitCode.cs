namespace DialClip.Training.Commands;

/// <summary>What the program's end tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work failed; the reason stands on stderr.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted by Ctrl-C or SIGTERM (128 + SIGINT, as shells have it).</summary>
    public const int Interrupted = 130;
}
