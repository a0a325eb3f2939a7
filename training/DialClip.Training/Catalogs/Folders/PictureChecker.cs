using DialClip.Encoders.Imaging;
using DialClip.Shared.IO;
using DialClip.Training.Data;
using DialClip.Training.Terminal;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>
/// Checks that pictures can be decoded, and computes the digests of their bytes. What was checked before is not decoded
/// again; a file of the same path, size and time is not even read again.
/// </summary>
internal sealed class PictureChecker
{
    private readonly Dictionary<FolderFile, CheckedPicture> checkedBefore = [];

    /// <summary>Checks pictures, several at a time.</summary>
    /// <param name="files">The files.</param>
    /// <param name="known">The digests of pictures that are known to be decodable.</param>
    /// <param name="findings">Receives what cannot be taken, and why.</param>
    /// <param name="progress">Shows the progress.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The pictures that can be taken, in the order of the files.</returns>
    public async Task<IReadOnlyList<CheckedPicture>> CheckAsync(
        IReadOnlyList<FolderFile> files,
        IReadOnlySet<string> known,
        Findings findings,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        var pictures = new CheckedPicture?[files.Count];
        using (var stage = progress.Start("Reading pictures", new("pictures"), files.Count))
            await Parallel
                .ForAsync(
                    0,
                    files.Count,
                    cancellationToken,
                    async (index, token) =>
                    {
                        pictures[index] = checkedBefore.TryGetValue(files[index], out var before)
                            ? before
                            : await CheckAsync(files[index], known, findings, token).ConfigureAwait(false);
                        stage.Advance();
                    }
                )
                .ConfigureAwait(false);
        checkedBefore.Clear();
        foreach (var picture in pictures.OfType<CheckedPicture>())
            checkedBefore[picture.File] = picture;
        return [.. pictures.OfType<CheckedPicture>()];
    }

    private static async Task<CheckedPicture?> CheckAsync(
        FolderFile file,
        IReadOnlySet<string> known,
        Findings findings,
        CancellationToken cancellationToken
    )
    {
        var limits = ImageLimits.Default;
        if (file.Length == 0)
        {
            // Pipes and devices have no length, either, and are never opened: that can wait for ever.
            findings.Add(FindingKind.Unreadable, file.Path, "The file is empty. Copy it into the folder again.");
            return null;
        }
        if (file.Length > limits.MaxBytes)
        {
            findings.Add(
                FindingKind.TooLarge,
                file.Path,
                FormattableString.Invariant($"The file has {file.Length:N0} bytes; at most {limits.MaxBytes:N0} are ")
                    + "accepted. Make it smaller."
            );
            return null;
        }
        try
        {
            var bytes = await File.ReadAllBytesAsync(file.FullPath, cancellationToken).ConfigureAwait(false);
            var digest = Digest.Compute(bytes).ToString();
            if (!known.Contains(digest))
                ImageDecoder.Decode(bytes, limits, cancellationToken);
            return new(file, digest, PictureFileNames.GetEnding(ImageDecoder.RecognizeFormat(bytes)!));
        }
        catch (ImageFormatException error)
        {
            var (kind, what) = PictureAdvice.ForError(error);
            findings.Add(kind, file.Path, what);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            findings.Add(FindingKind.Unreadable, file.Path, $"The file cannot be read: {error.Message}");
        }
        return null;
    }
}
