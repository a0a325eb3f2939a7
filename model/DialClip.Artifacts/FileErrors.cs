using DialClip.Artifacts.Format;
using DialClip.Shared.Errors;

namespace DialClip.Artifacts;

/// <summary>The errors of a folder's files: the first are kept, all are counted.</summary>
internal sealed class FileErrors
{
    private readonly List<string> listed = [];
    private int count;
    private bool isMedia = true;
    private ArtifactFailure? reason;

    /// <summary>Adds what is wrong with a file; null for nothing.</summary>
    public void Add(ArtifactFile file, FileProblem? problem)
    {
        if (problem is null)
            return;
        if (++count <= ErrorText.MaxListed)
            listed.Add($"'{ErrorText.ToValue(file.Path)}' {problem.Text}");
        isMedia &= ArtifactPath.IsMedia(file.Path);
        // A missing file says most about what to do, and nothing can be said of one that cannot be reached.
        if (reason is null || problem.Reason == ArtifactFailure.Missing)
            reason = problem.Reason;
    }

    /// <summary>Throws when there is an error.</summary>
    /// <exception cref="ArtifactException">Names the first errors and counts the others.</exception>
    public void ThrowIfAny(string folder, ArtifactManifest manifest, bool isCopy)
    {
        if (reason is not { } first)
            return;
        var advice =
            isCopy ? "Start the program again, which copies the folder from its store again."
            // Pictures of a catalog are not in the repository: the build fetches them.
            : isMedia
                ? "Run './build.sh fetch', which fetches the pictures "
                    + "of this repository's catalogs again, or copy those of your own."
            : $"Fetch or publish {manifest.Kind} '{manifest.Name}' version '{manifest.Version}' again; a changed "
                + "folder needs a version of its own.";
        throw new ArtifactException(
            first,
            $"'{folder}' is not as its manifest says: {string.Join("; ", listed)}{ErrorText.DescribeRest(count)}. "
                + advice
        );
    }
}
