using DialClip.Training.Loop;
using DialClip.Training.Losses;
using DialClip.Training.Modules;

namespace DialClip.Training.Heads;

/// <summary>All that decides what a head's training run makes.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Head">The head's sizes.</param>
/// <param name="QueryTurns">How many text turns make the query, the input included.</param>
/// <param name="Loop">Steps and rates.</param>
/// <param name="Loss">Against what a step ranks.</param>
/// <param name="MessageShare">Share of a batch that comes from messages for stickers instead of dialogs.</param>
/// <param name="Candidates">Pictures, and texts, that a step ranks: the batch's accepted ones and as many drawn ones as make this number. Of no effect in-batch.</param>
/// <param name="TokenDropout">Share of a query's tokens that a step leaves out.</param>
/// <param name="IntentWeight">Weight of the intent's cross entropy beside the retrieval losses.</param>
/// <param name="Generalize">The weights of E2MIM's losses; null to leave them out.</param>
/// <param name="Patience">Measurements on the validation split without a better one until the run ends with its best weights; 0 to train to the last step.</param>
internal sealed record TuneOptions(
    int Seed,
    DialClipConfig Head,
    int QueryTurns,
    LoopOptions Loop,
    TuneLoss Loss,
    double MessageShare,
    int Candidates,
    double TokenDropout,
    double IntentWeight,
    GeneralizationWeights? Generalize = null,
    int Patience = 0
)
{
    /// <summary>Gets the options of the committed head.</summary>
    public static TuneOptions Default { get; } =
        new(
            Seed: 0,
            Head: DialClipConfig.Small,
            QueryTurns: 1,
            Loop: new(Steps: 200, BatchSize: 96, PeakLearningRate: 3e-3, WarmUp: 30, WeightDecay: 0.01),
            Loss: TuneLoss.SampledCandidates,
            MessageShare: 0.25,
            Candidates: 512,
            TokenDropout: 0.1,
            IntentWeight: 0.2
        );
}
