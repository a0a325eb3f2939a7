using System.IO.Hashing;
using System.Runtime.InteropServices;
using DialClip.Experiments.Events;

namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>
/// Sums the events of experiments up by unit, in any order and each once: about 50 bytes of an impression and 80 of a
/// unit stay in memory, whatever the log holds of them.
/// </summary>
public sealed class LogAggregator
{
    private readonly ShardedMap<ImpressionState> impressions = new();
    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);
    private readonly List<ExperimentState> experiments = [];

    // Of messages without a reply, by impression: their unit.
    private readonly Dictionary<ulong, ulong> outcomeUnits = [];

    /// <summary>Gets the number of events.</summary>
    public long Events { get; private set; }

    /// <summary>Gets the number of exposures that were there before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Gets the number of outcomes of a kind that is not known.</summary>
    public long UnknownOutcomes { get; private set; }

    /// <summary>Adds an event.</summary>
    /// <param name="item">The event.</param>
    /// <exception cref="InvalidDataException">An experiment has more variants than any has.</exception>
    public void Add(ExperimentEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Events++;
        switch (item)
        {
            case Exposure exposure:
                AddExposure(exposure);
                break;
            case Intention intention:
                AddIntention(intention);
                break;
            case Feedback feedback:
                AddFeedback(feedback);
                break;
            case Outcome outcome:
                AddOutcome(outcome);
                break;
            // An observation was not shown.
        }
    }

    /// <summary>Gets the sums of all experiments, ordered by their names.</summary>
    public IReadOnlyList<ExperimentData> Build()
    {
        var exposed = new List<ImpressionState>[experiments.Count];
        foreach (var index in Enumerable.Range(0, exposed.Length))
            exposed[index] = [];
        var incomplete = experiments.ConvertAll(state => new int[state.Variants.Count]);
        foreach (var impression in impressions.Values)
            if (impression.Events.HasFlag(ImpressionEvents.Exposed))
                exposed[impression.Experiment].Add(impression);
            else if (
                (impression.Events & (ImpressionEvents.Intended | ImpressionEvents.Withdrawn))
                == ImpressionEvents.Intended
            )
                incomplete[impression.Experiment][impression.Variant]++;
        return
        [
            .. experiments
                .Select((state, index) => CreateData(state, exposed[index], incomplete[index]))
                .OrderBy(data => data.Name, StringComparer.Ordinal),
        ];
    }

    private ExperimentData CreateData(ExperimentState state, List<ImpressionState> exposed, int[] incomplete)
    {
        // Messages without a reply count with the unit, where it is one of the experiment.
        var unanswered = outcomeUnits
            .Where(item => state.TryGetUnit(item.Value, out _))
            .Select(item => (Impression: impressions.Get(item.Key, out _), Unit: item.Value))
            .Where(item => !item.Impression.Events.HasFlag(ImpressionEvents.Exposed))
            .Select(item =>
            {
                state.TryGetUnit(item.Unit, out var unit);
                return (unit, item.Impression.Events);
            });
        return new ExperimentSummary(state, incomplete).Create(exposed, unanswered);
    }

    private void AddExposure(Exposure exposure)
    {
        ref var impression = ref impressions.Get(Hash(exposure.ImpressionId), out _);
        if (impression.Events.HasFlag(ImpressionEvents.Exposed))
        {
            Duplicates++;
            return;
        }
        var (index, state) = GetExperiment(exposure.Experiment);
        impression.Events |= ImpressionEvents.Exposed;
        impression.Experiment = index;
        impression.Variant = state.GetVariant(exposure.Variant);
        impression.Unit = state.AddExposure(exposure, Hash(exposure.UnitHash), impression.Variant);
        impression.Day = DateOnly.FromDateTime(exposure.Time.UtcDateTime).DayNumber;
    }

    private void AddIntention(Intention intention)
    {
        ref var impression = ref impressions.Get(Hash(intention.ImpressionId), out _);
        impression.Events |= intention.Withdrawn
            ? ImpressionEvents.Intended | ImpressionEvents.Withdrawn
            : ImpressionEvents.Intended;
        if (impression.Events.HasFlag(ImpressionEvents.Exposed))
            return;
        var (index, state) = GetExperiment(intention.Experiment);
        impression.Experiment = index;
        impression.Variant = state.GetVariant(intention.Variant);
    }

    private void AddFeedback(Feedback feedback)
    {
        ref var impression = ref impressions.Get(Hash(feedback.ImpressionId), out _);
        // The last one counts; of two at one time the one that comes later.
        if (feedback.Time.UtcTicks < impression.FeedbackTicks)
            return;
        impression.FeedbackTicks = feedback.Time.UtcTicks;
        impression.Events &= ~(ImpressionEvents.Liked | ImpressionEvents.Disliked);
        impression.Events |= feedback.Liked switch
        {
            true => ImpressionEvents.Liked,
            false => ImpressionEvents.Disliked,
            null => ImpressionEvents.None,
        };
    }

    private void AddOutcome(Outcome outcome)
    {
        var kind = outcome.Kind switch
        {
            OutcomeKinds.Chosen => ImpressionEvents.Chosen,
            OutcomeKinds.FollowUp => ImpressionEvents.FollowUp,
            OutcomeKinds.Continued => ImpressionEvents.Continued,
            OutcomeKinds.Reformulated => ImpressionEvents.Reformulated,
            OutcomeKinds.Error => ImpressionEvents.Error,
            OutcomeKinds.NoAnswer => ImpressionEvents.NoAnswer,
            OutcomeKinds.HandedOver => ImpressionEvents.HandedOver,
            _ => ImpressionEvents.None,
        };
        if (kind == ImpressionEvents.None)
        {
            UnknownOutcomes++;
            return;
        }
        var key = Hash(outcome.ImpressionId);
        ref var impression = ref impressions.Get(key, out _);
        impression.Events |= kind;
        if (!impression.Events.HasFlag(ImpressionEvents.Exposed))
            outcomeUnits[key] = Hash(outcome.UnitHash);
    }

    private (ushort Index, ExperimentState State) GetExperiment(string name)
    {
        if (!indexes.TryGetValue(name, out var index))
        {
            if (experiments.Count > ushort.MaxValue)
                throw new InvalidDataException($"There are more than {ushort.MaxValue} experiments, such as '{name}'.");
            indexes.Add(name, index = experiments.Count);
            experiments.Add(new(name));
        }
        return ((ushort)index, experiments[index]);
    }

    private static ulong Hash(string id) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan()));
}
