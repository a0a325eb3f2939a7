namespace DialClip.Training.Commands;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    /// <summary>The work succeeded.</summary>
    public const int Success = 0;

    /// <summary>The work failed, for the reason on stderr.</summary>
    public const int Failed = 1;

    /// <summary>The command line is invalid.</summary>
    public const int Usage = 2;

    /// <summary>The work succeeded for most of its input, and what was left out is listed.</summary>
    public const int LeftOut = 3;

    /// <summary>The work was interrupted by Ctrl-C or SIGTERM (128 + SIGINT, by convention of shells).</summary>
    public const int Interrupted = 130;
}
