using DialClip.Training.Checkpoints;
using static TorchSharp.torch;

namespace DialClip.Training.Classification;

/// <summary>A classifier of photos by the nearest text feature.</summary>
internal static class PhotoClassifier
{
    /// <summary>Determines for each photo whether its class is nearest; a tie is a miss.</summary>
    /// <param name="features">The features of photos.</param>
    /// <param name="rows">The rows of the photos to classify.</param>
    /// <param name="classes">(C, D): the text features of the classes.</param>
    /// <param name="first">The index of the first of these classes in the set.</param>
    public static bool[] Correct(PhotoFeatures features, long[] rows, Tensor classes, int first)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var count = (int)classes.shape[0];
        var scores = ModuleWeights.Read(features.Features.index_select(0, tensor(rows)).matmul(classes.t())).Values;
        return
        [
            .. rows.Select(
                (row, index) =>
                {
                    var ownClass = features.Photos[(int)row].Class - first;
                    var photoScores = scores.AsSpan(index * count, count);
                    for (var other = 0; other < count; other++)
                        if (other != ownClass && !(photoScores[other] < photoScores[ownClass]))
                            return false;
                    return true;
                }
            ),
        ];
    }
}
