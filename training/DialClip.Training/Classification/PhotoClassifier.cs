using DialClip.Training.Checkpoints;
using static TorchSharp.torch;

namespace DialClip.Training.Classification;

/// <summary>Assigns photos to the class whose text feature is nearest.</summary>
internal static class PhotoClassifier
{
    /// <summary>Tells of each photo whether its own class is nearer than every other; a tie is a miss.</summary>
    /// <param name="features">The photos.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="classes">(C, D): the classes to choose from.</param>
    /// <param name="first">The number of the first of these classes in the set.</param>
    public static bool[] Correct(PhotoFeatures features, long[] rows, Tensor classes, int first)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var count = (int)classes.shape[0];
        var scores = ModuleWeights.Read(features.Features.index_select(0, tensor(rows)).matmul(classes.t())).Values;
        return
        [
            .. rows.Select(
                (row, at) =>
                {
                    var own = features.Photos[(int)row].Class - first;
                    var its = scores.AsSpan(at * count, count);
                    for (var other = 0; other < count; other++)
                        if (other != own && !(its[other] < its[own]))
                            return false;
                    return true;
                }
            ),
        ];
    }
}
