using DialClip.Training.Data.Photos;
using DialClip.Training.Heads;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Classification;

/// <summary>The frozen features of a set's photos.</summary>
/// <param name="Photos">The N photos.</param>
/// <param name="Features">(N, D), unit length, in the order of the photos.</param>
internal sealed record PhotoFeatures(IReadOnlyList<Photo> Photos, Tensor Features)
{
    /// <summary>Encodes photos, once for all runs.</summary>
    /// <param name="photos">The photos.</param>
    /// <param name="files">The files of the photos.</param>
    /// <param name="clip">The frozen CLIP.</param>
    /// <param name="progress">The sink for progress.</param>
    /// <param name="cancellationToken">Cancels the encoding.</param>
    public static PhotoFeatures Encode(
        IReadOnlyList<Photo> photos,
        PhotoFiles files,
        FrozenClip clip,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        using var stage = progress.Start("Encoding photos", new("photos"), photos.Count);
        var dimension = clip.Weights.Config.Dimension;
        var values = new float[photos.Count * dimension];
        for (var row = 0; row < photos.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            clip.EncodePicture(files.ReadPicture(photos[row].Path)).CopyTo(values, row * dimension);
            stage.Report(row + 1);
        }
        return new(photos, tensor(values, [photos.Count, dimension]));
    }

    /// <summary>Gets the rows of the photos that satisfy a condition.</summary>
    public long[] GetRows(Func<Photo, bool> condition) =>
        [.. Enumerable.Range(0, Photos.Count).Where(row => condition(Photos[row])).Select(row => (long)row)];
}
