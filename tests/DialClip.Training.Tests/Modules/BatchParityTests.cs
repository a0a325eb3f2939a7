using DialClip.Encoders;
using DialClip.Encoders.Text;
using DialClip.Model.Dialog;
using DialClip.Training.Checkpoints;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Tests.Modules;

/// <summary>The inputs of training's modules against those of the graphs that serve.</summary>
public sealed class BatchParityTests
{
    private const int Dimension = 4;

    // The second dialog has more turns than there are distances, the third has none.
    private static readonly int[] Lengths = [2, ContextBatch.Distances + 3, 0];

    [Fact]
    public void TurnBatch_SameDialogs_HoldsWhatServingBuilds()
    {
        using var scope = NewDisposeScope();
        var turns = Lengths.Select((length, row) => Turns(row, length)).ToList();

        var trained = TurnBatch.From(
            ContextBatch.Build(
                [
                    .. turns.Select(dialog =>
                        dialog.ConvertAll(turn => new TuningTurn(turn.Values, turn.Modality, turn.Speaker))
                    ),
                ],
                Dimension
            ),
            CPU
        );

        var served = ContextBatch.Build([.. turns.Select(dialog => dialog.ConvertAll(ToDialogTurn))], Dimension);
        Assert.Equal([served.Batch, served.Turns, served.Dimension], trained.Features.shape);
        Assert.Equal(served.Features, ModuleWeights.Read(trained.Features).Values);
        Assert.Equal(served.Modality, trained.Modality.data<long>().ToArray());
        Assert.Equal(served.Speaker, trained.Speaker.data<long>().ToArray());
        Assert.Equal(served.Distance, trained.Distance.data<long>().ToArray());
        Assert.Equal(served.Mask, ModuleWeights.Read(trained.Mask).Values);
        Assert.Equal(ContextBatch.Distances - 1, served.Distance.Max());
        Assert.Equal(Lengths.Sum(), served.Mask.Sum());
    }

    [Fact]
    public void TextTensors_SameSentences_HoldWhatServingPads()
    {
        using var scope = NewDisposeScope();
        int[][] sentences =
        [
            [7, 1, 2, 3, 8],
            [7, 8],
        ];

        var (ids, ends) = TextTensors.Pad(sentences);

        var served = TextBatch.Pad(sentences);
        Assert.Equal([2, 5], ids.shape);
        Assert.Equal([7, 1, 2, 3, 8, 7, 8, 8, 8, 8], served.InputIds);
        Assert.Equal(served.InputIds, ids.data<long>().ToArray());
        Assert.Equal([4, 1], served.EndPositions);
        Assert.Equal(served.EndPositions, ends.data<long>().ToArray());
    }

    private static List<(float[] Values, Modality Modality, Speaker Speaker)> Turns(int row, int length) =>
        [
            .. Enumerable
                .Range(0, length)
                .Select(position =>
                    (
                        // Exact in half precision, in which a served feature is held.
                        Enumerable.Range(0, Dimension).Select(i => (row + position + i) / 64f).ToArray(),
                        position % 2 == 0 ? Modality.Text : Modality.Picture,
                        position % 3 == 0 ? Speaker.User : Speaker.Bot
                    )
                ),
        ];

    private static DialogTurn ToDialogTurn((float[] Values, Modality Modality, Speaker Speaker) turn) =>
        new()
        {
            Speaker = turn.Speaker,
            Modality = turn.Modality,
            Feature = new("backbone", Array.ConvertAll(turn.Values, value => (Half)value)),
        };
}
