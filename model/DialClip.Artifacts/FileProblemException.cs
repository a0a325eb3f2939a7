namespace DialClip.Artifacts;

/// <summary>The exception of a file that cannot be used; whoever reads it adds which file of what that is.</summary>
internal sealed class FileProblemException(FileProblem problem, Exception? innerException = null)
    : Exception(problem.Text, innerException)
{
    public FileProblem Problem => problem;
}
