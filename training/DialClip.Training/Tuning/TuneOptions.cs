using DialClip.Training.Modules;
using DialClip.Training.Runs;

namespace DialClip.Training.Tuning;

/// <summary>All that decides what a head's training run makes.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Head">The head's sizes.</param>
/// <param name="QueryTurns">How many text turns make the query, the input included.</param>
/// <param name="Loop">Steps and rates.</param>
/// <param name="MessageShare">Share of a batch that comes from messages for stickers instead of dialogs.</param>
/// <param name="Candidates">Pictures that a step ranks: the batch's accepted ones and as many drawn ones as make this number.</param>
/// <param name="TokenDropout">Share of a query's tokens that a step leaves out.</param>
/// <param name="IntentWeight">Weight of the intent's cross entropy beside the retrieval losses.</param>
internal sealed record TuneOptions(
    int Seed,
    DialClipConfig Head,
    int QueryTurns,
    LoopOptions Loop,
    double MessageShare,
    int Candidates,
    double TokenDropout,
    double IntentWeight)
{
    /// <summary>Gets the options of the committed head.</summary>
    public static TuneOptions Default { get; } = new(
        Seed: 0,
        Head: new(Rank: 16, ContextPrompts: 2, DomainPrompts: 2, ExpertRank: 32, PerLayerUp: true),
        QueryTurns: 1,
        Loop: new(Steps: 300, BatchSize: 128, PeakLearningRate: 1e-3, WarmUp: 30, WeightDecay: 0.01),
        MessageShare: 0.5,
        Candidates: 512,
        TokenDropout: 0.1,
        IntentWeight: 0.2);
}
