using DialClip.Training.Loop;
using DialClip.Training.Losses;
using DialClip.Training.Modules;

namespace DialClip.Training.Heads;

/// <summary>The options of a head's training run.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Head">The head's sizes.</param>
/// <param name="QueryTurns">The number of text turns in the query, the input included.</param>
/// <param name="Loop">Steps, batch size and learning rates.</param>
/// <param name="Loss">The source of negatives.</param>
/// <param name="MessageShare">The share of a batch that is sticker messages instead of dialogs, 0 to 1.</param>
/// <param name="Candidates">
/// The number of pictures, and of texts, ranked in a step: the batch's accepted ones, filled up by sampling. Ignored
/// in-batch.
/// </param>
/// <param name="TokenDropout">The share of a query's tokens that a step drops, 0 to 1.</param>
/// <param name="IntentWeight">The weight of the intent loss beside the retrieval losses.</param>
/// <param name="Generalize">The weights of the E2MIM losses; null without them.</param>
/// <param name="Patience">
/// The number of validations without improvement until training stops and restores the best weights; 0 to train to the
/// last step.
/// </param>
/// <param name="CaptionShare">The share of the caption in a picture's feature, 0 to 1; pixels have the rest.</param>
internal sealed record TuneOptions(
    int Seed,
    DialClipConfig Head,
    int QueryTurns,
    LoopOptions Loop,
    RetrievalLoss Loss,
    double MessageShare,
    int Candidates,
    double TokenDropout,
    double IntentWeight,
    GeneralizationWeights? Generalize = null,
    int Patience = 0,
    double CaptionShare = 0
)
{
    /// <summary>Gets the options of the committed head.</summary>
    public static TuneOptions Default { get; } =
        new(
            Seed: 0,
            Head: DialClipConfig.Small,
            QueryTurns: 1,
            Loop: new(Steps: 200, BatchSize: 96, PeakLearningRate: 3e-3, WarmUp: 30, WeightDecay: 0.01),
            Loss: RetrievalLoss.SampledCandidates,
            MessageShare: 0.25,
            Candidates: 512,
            TokenDropout: 0.1,
            IntentWeight: 0.2
        );
}
