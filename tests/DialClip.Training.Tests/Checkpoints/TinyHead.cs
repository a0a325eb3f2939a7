using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using DialClip.Training.Tests.Export;

namespace DialClip.Training.Tests.Checkpoints;

/// <summary>A head of a few hundred random weights over <see cref="TinyClip"/>, and random turns for it.</summary>
internal static class TinyHead
{
    public static readonly ClipConfig Clip = TinyClip.Config();

    public static HeadWeights Weights(bool perLayerUp)
    {
        var config = new DialClipConfig(4, 2, 3, 2, perLayerUp);
        var seed = 0;
        return new(
            Clip,
            config,
            HeadShapes
                .Compute(Clip, config)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(pair => pair.Key, pair => TinyClip.Random(++seed, pair.Value))
        );
    }

    public static ReferenceTurns Turns(int batch, int turns, int seed)
    {
        var random = new Random(seed);
        return new(
            batch,
            turns,
            TinyClip.Random(seed, batch, turns, Clip.Dimension).Values,
            [
                .. Enumerable
                    .Range(0, batch * turns)
                    .Select(at => (random.Next(2), random.Next(2), Math.Min(7, turns - 1 - at % Math.Max(1, turns)))),
            ],
            [.. Enumerable.Repeat(1f, batch * turns)]
        );
    }
}
