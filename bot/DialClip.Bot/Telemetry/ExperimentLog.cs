using DialClip.Bot.State;
using DialClip.Bot.Turns;
using DialClip.Experiments;
using DialClip.Experiments.Events;
using DialClip.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Telemetry;

/// <summary>Writes experiment events; an event that cannot be written is logged and costs the user nothing.</summary>
internal sealed class ExperimentLog(
    IExperimentLog events,
    IOptions<ExperimentOptions> options,
    TimeProvider time,
    ILogger<ExperimentLog> logger
)
{
    private const int CandidatesOfAKind = 5;

    /// <summary>
    /// Writes the intention to send a reply, and waits a little until it is written: it outlives a process that dies
    /// before the exposure is.
    /// </summary>
    /// <param name="impression">The impression id.</param>
    /// <param name="result">The result of its turn, with a retrieval.</param>
    public async Task WriteIntentionAsync(string impression, TurnResult result)
    {
        Append(CreateIntention(impression, result));
        try
        {
            await events.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            logger.EventNotWritten(options.Value.Feature, error);
        }
    }

    /// <summary>Takes an intention back: the reply was not sent.</summary>
    public void WithdrawIntention(string impression, TurnResult result) =>
        Append(CreateIntention(impression, result) with { Withdrawn = true });

    /// <summary>Writes the exposure of a reply that was sent.</summary>
    /// <param name="impression">The reply.</param>
    /// <param name="score">The cosine similarity of its first item.</param>
    /// <param name="result">The result of its turn, with a retrieval.</param>
    /// <param name="channel">The channel of the conversation.</param>
    public void WriteExposure(Impression impression, float score, TurnResult result, string? channel) =>
        Append(
            new Exposure
            {
                ImpressionId = impression.Id,
                Time = time.GetUtcNow(),
                Experiment = result.Assignment!.Experiment,
                Variant = result.Assignment.Variant,
                Reason = result.Assignment.Reason,
                UnitHash = result.Assignment.UnitHash,
                HeadDigest = result.Retrieval!.HeadDigest,
                ItemId = impression.ItemId,
                OtherItemIds = impression.OtherItemIds,
                Score = score,
                Mode = result.Mode.ToString(),
                Channel = channel,
                CatalogDigest = result.Retrieval.CatalogDigest,
                CatalogVersion = result.Retrieval.CatalogVersion,
                Candidates = GetCandidates(result.Retrieval),
            }
        );

    /// <summary>Writes what would have been sent.</summary>
    /// <param name="result">The result of a turn, with a retrieval.</param>
    /// <param name="channel">The channel of the conversation.</param>
    public void WriteObservation(TurnResult result, string? channel) =>
        Append(
            new Observation
            {
                ImpressionId = Guid.NewGuid().ToString("N"),
                Time = time.GetUtcNow(),
                Experiment = result.Assignment!.Experiment,
                Variant = result.Assignment.Variant,
                Reason = result.Assignment.Reason,
                UnitHash = result.Assignment.UnitHash,
                HeadDigest = result.Retrieval!.HeadDigest,
                ItemId = result.Decision!.Candidate?.Item.Id,
                Score = result.Decision.Candidate?.Score,
                PolicyReason = result.Decision.Reason,
                HostBotAnswered = result.HostBotAnswered,
                FallbackAnswers = result.Outcome == TurnOutcome.Observed && result.FallbackReason is null,
                Mode = result.Mode.ToString(),
                Channel = channel,
                CatalogDigest = result.Retrieval.CatalogDigest,
                CatalogVersion = result.Retrieval.CatalogVersion,
                Candidates = GetCandidates(result.Retrieval),
            }
        );

    // The best of each kind, whose scores do not compare: pictures first.
    private static List<LoggedCandidate> GetCandidates(RetrievalResult retrieval) =>
        [
            .. retrieval
                .GetPicturesNamedFirst()
                .Take(CandidatesOfAKind)
                .Concat(retrieval.Texts.Take(CandidatesOfAKind))
                .Select(candidate => new LoggedCandidate(candidate.Item.Id, candidate.Score, candidate.Confidence)),
        ];

    private Intention CreateIntention(string impression, TurnResult result) =>
        new()
        {
            ImpressionId = impression,
            Time = time.GetUtcNow(),
            Experiment = result.Assignment!.Experiment,
            Variant = result.Assignment.Variant,
            UnitHash = result.Assignment.UnitHash,
        };

    /// <summary>Writes an event.</summary>
    public void Append(ExperimentEvent item)
    {
        try
        {
            events.Append(item);
        }
        catch (Exception error)
        {
            // The user has the answer: a broken log must not become a failed turn.
            logger.EventNotWritten(options.Value.Feature, error);
        }
    }
}
