using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using DialClip.Training.Pretraining;
using static TorchSharp.torch;

namespace DialClip.Training.Tests.Pretraining;

[Collection(nameof(TorchSharp))]
public sealed class BagOfWordsTests
{
    private static readonly ClipConfig Config = new(8, new(8, 2, 2, 20, 16), new(8, 1, 2, 8, 4));

    [Fact]
    public void CopyTo_FreshTower_ComputesTheSame()
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var bag = new BagOfWords(20, 8);
        using (no_grad())
        {
            bag.state_dict()["importance"].copy_(randn(8));
            bag.state_dict()["norm.weight"].copy_(randn(8));
            bag.state_dict()["embedding"].copy_(randn(20, 8));
        }
        using var clip = new ClipTowers(Config);
        int[][] sentences =
        [
            [18, 3, 19],
            [18, 5, 6, 7, 5, 2, 19],
            [18, 1, 2, 19],
        ];

        bag.CopyTo((TextTower)clip.Text, Config.Text);

        var (expected, found) = (
            ModuleWeights.Read(bag.Encode(sentences)).Values,
            ModuleWeights.Read(TextEncoding.Encode(clip.Text, sentences)).Values
        );
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Encode_ImportantToken_PullsTheSentenceItsWay()
    {
        manual_seed(2);
        using var scope = NewDisposeScope();
        using var bag = new BagOfWords(20, 8);
        var before = Similarity(bag);

        using (no_grad())
            bag.state_dict()["importance"].copy_(nn.functional.layer_norm(bag.state_dict()["embedding"][3], [8]) * 2);

        Assert.True(Similarity(bag) > before);

        // How close a sentence is to what its token 3 says alone.
        static double Similarity(BagOfWords bag) =>
            bag.Encode([
                    [18, 3, 5, 6, 7, 8, 9, 19],
                ])
                .mul(
                    bag.Encode([
                        [18, 3, 19],
                    ])
                )
                .sum()
                .cpu()
                .to(ScalarType.Float64)
                .data<double>()[0];
    }
}
