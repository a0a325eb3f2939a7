using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Heads.Examples;

/// <summary>Samples the batch and the candidates of a forward pass.</summary>
internal sealed class TuningSampler
{
    // Most turns before a photo have no accepted item; without a minimum, few examples of a batch would train
    // retrieval.
    private const double MinAnsweredShare = 0.5;

    private readonly IReadOnlyList<TuningExample> all;
    private readonly IReadOnlyList<TuningExample> answered;
    private readonly IReadOnlyList<TuningExample> messages;
    private readonly TuneOptions options;
    private readonly bool balance;
    private readonly int[]? pictures;
    private readonly int[]? texts;

    /// <exception cref="InvalidDataException">No dialog of the train split accepts an item.</exception>
    public TuningSampler(
        TuneOptions options,
        IReadOnlyList<TuningExample> dialogs,
        IReadOnlyList<TuningExample> messages,
        Gallery gallery = Gallery.Catalog
    )
    {
        (this.options, this.messages) = (options, messages);
        all = [.. dialogs.Where(example => example.Split == DialogSplit.Train)];
        answered = [.. all.Where(example => example.Pictures.Count + example.Texts.Count > 0)];
        if (answered.Count == 0)
            throw new InvalidDataException(
                $"None of {all.Count} dialogs in the train split accepts a reply; expected at least one with catalog "
                    + "ids in 'accept'."
            );
        if (gallery != Gallery.Catalog)
        {
            // Responses of validation and test dialogs are in the catalog, too; they must not be trained as negatives.
            pictures = [.. answered.SelectMany(example => example.Pictures).Distinct().Order()];
            texts = [.. answered.SelectMany(example => example.Texts).Distinct().Order()];
        }
        balance = answered.Count < MinAnsweredShare * all.Count;
    }

    /// <summary>Gets the dialogs of the train split.</summary>
    public IReadOnlyList<TuningExample> Training => all;

    /// <summary>Samples a batch: dialogs, then messages.</summary>
    public IReadOnlyList<TuningExample> DrawBatch(Random random)
    {
        var drawableCount = options.Loop.BatchSize;
        var messageCount = messages.Count == 0 ? 0 : (int)(drawableCount * options.MessageShare);
        var dialogCount = drawableCount - messageCount;
        var answeredCount = balance ? (int)Math.Ceiling(dialogCount * MinAnsweredShare) : 0;
        return
        [
            .. Sample(answered, answeredCount, random),
            .. Sample(all, dialogCount - answeredCount, random),
            .. Sample(messages, messageCount, random),
        ];
    }

    /// <summary>
    /// Samples the candidates of a pass: all items that its examples accept, filled up with others of the catalog.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="picture">Whether to sample pictures or texts.</param>
    /// <param name="count">The number of such items in the catalog.</param>
    /// <param name="random">The random source.</param>
    /// <returns>The catalog indices, ascending.</returns>
    public int[] DrawCandidates(IReadOnlyList<TuningExample> batch, bool picture, int count, Random random)
    {
        var drawable = picture ? pictures : texts;
        var drawableCount = drawable?.Length ?? count;
        if (drawableCount <= options.Candidates)
            return drawable ?? [.. Enumerable.Range(0, count)];
        var chosen = batch.SelectMany(example => picture ? example.Pictures : example.Texts).ToHashSet();
        while (chosen.Count < options.Candidates)
        {
            var number = random.Next(drawableCount);
            chosen.Add(drawable is null ? number : drawable[number]);
        }
        return [.. chosen.Order()];
    }

    private static IEnumerable<TuningExample> Sample(IReadOnlyList<TuningExample> examples, int count, Random random) =>
        Enumerable.Range(0, count).Select(_ => examples[random.Next(examples.Count)]);
}
