using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
using DialClip.Experiments;
using DialClip.Experiments.Events;
using DialClip.Model.Indexing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Telemetry;

/// <summary>Writes experiment events; one that cannot be written is logged and costs the user nothing.</summary>
internal sealed class ExperimentLog(
    IExperimentLog events,
    IOptions<ExperimentOptions> options,
    TimeProvider time,
    ILogger<ExperimentLog> logger
)
{
    /// <summary>Writes that a reply was shown.</summary>
    public void Exposed(Impression impression, ScoredCandidate first, Answer answer) =>
        Append(
            new Exposure
            {
                ImpressionId = impression.Id,
                Time = time.GetUtcNow(),
                Experiment = answer.Assignment.Experiment,
                Variant = answer.Assignment.Variant,
                Reason = answer.Assignment.Reason,
                UnitHash = answer.Assignment.UnitHash,
                HeadDigest = answer.Result.HeadDigest,
                ItemId = impression.ItemId,
                OtherItemIds = impression.OtherItemIds,
                Score = first.Score,
            }
        );

    /// <summary>Writes what would have been shown.</summary>
    public void Observed(Answer answer) =>
        Append(
            new Observation
            {
                ImpressionId = Guid.NewGuid().ToString("N"),
                Time = time.GetUtcNow(),
                Experiment = answer.Assignment.Experiment,
                Variant = answer.Assignment.Variant,
                Reason = answer.Assignment.Reason,
                UnitHash = answer.Assignment.UnitHash,
                HeadDigest = answer.Result.HeadDigest,
                ItemId = answer.Decision.Candidate?.Item.Id,
                Score = answer.Decision.Candidate?.Score,
                PolicyReason = answer.Decision.Reason,
            }
        );

    /// <summary>Writes an event.</summary>
    public void Append(ExperimentEvent item)
    {
        try
        {
            events.Append(item);
        }
        catch (Exception error)
        {
            // The user has the answer: whatever is wrong with the log must not become a failed send.
            logger.EventNotWritten(options.Value.Feature, error);
        }
    }
}
