using DialClip.Training.Data.Photos;
using DialClip.Training.Heads;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Classification;

/// <summary>The frozen features of a set's photos.</summary>
/// <param name="Photos">The photos, N.</param>
/// <param name="Features">(N, D), unit length; row i is photo i's.</param>
internal sealed record PhotoFeatures(IReadOnlyList<Photo> Photos, Tensor Features)
{
    /// <summary>Encodes photos, each once for all runs.</summary>
    /// <param name="photos">The photos.</param>
    /// <param name="files">Where they are read from.</param>
    /// <param name="clip">The frozen CLIP.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="cancel">Ends the work.</param>
    public static PhotoFeatures Of(
        IReadOnlyList<Photo> photos,
        PhotoFiles files,
        FrozenClip clip,
        IProgressSink progress,
        CancellationToken cancel
    )
    {
        using var stage = progress.Start("Encoding photos", new("photos"), photos.Count);
        var dimension = clip.Weights.Config.Dimension;
        var values = new float[photos.Count * dimension];
        for (var at = 0; at < photos.Count; at++)
        {
            cancel.ThrowIfCancellationRequested();
            clip.EncodePicture(files.ReadPicture(photos[at].Path)).CopyTo(values, at * dimension);
            stage.Report(at + 1);
        }
        return new(photos, tensor(values, [photos.Count, dimension]));
    }

    /// <summary>Gets the rows of photos that fulfil a condition.</summary>
    public long[] Rows(Func<Photo, bool> condition) =>
        [.. Enumerable.Range(0, Photos.Count).Where(at => condition(Photos[at])).Select(at => (long)at)];
}
