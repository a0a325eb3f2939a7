using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Heads.Examples;

/// <summary>Draws the examples and candidates of a step.</summary>
internal sealed class TuningSampler
{
    // Where most dialogs wait for no answer (every turn before a photo is one), retrieval would starve without this.
    private const double LeastAnswered = 0.5;

    private readonly IReadOnlyList<TuningExample> all;
    private readonly IReadOnlyList<TuningExample> answered;
    private readonly IReadOnlyList<TuningExample> messages;
    private readonly TuneOptions options;
    private readonly bool balance;
    private readonly int[]? pictures;
    private readonly int[]? texts;

    /// <exception cref="InvalidDataException">There is nothing to train on.</exception>
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
                $"Of {all.Count} dialogs in the train split none accepts a reply; expected at least one with catalog ids in 'accept'."
            );
        if (gallery != Gallery.Catalog)
        {
            // The catalog holds the responses of validation and test, too: they must not be learned as wrong answers.
            pictures = [.. answered.SelectMany(example => example.Pictures).Distinct().Order()];
            texts = [.. answered.SelectMany(example => example.Texts).Distinct().Order()];
        }
        balance = answered.Count < LeastAnswered * all.Count;
    }

    /// <summary>Gets the dialogs that are drawn from.</summary>
    public IReadOnlyList<TuningExample> Training => all;

    /// <summary>Draws the examples of a step: dialogs, then messages.</summary>
    public IReadOnlyList<TuningExample> Draw(Random random)
    {
        var size = options.Loop.BatchSize;
        var fromMessages = messages.Count == 0 ? 0 : (int)(size * options.MessageShare);
        var fromDialogs = size - fromMessages;
        var fromAnswered = balance ? (int)Math.Ceiling(fromDialogs * LeastAnswered) : 0;
        return
        [
            .. Some(answered, fromAnswered, random),
            .. Some(all, fromDialogs - fromAnswered, random),
            .. Some(messages, fromMessages, random),
        ];
    }

    /// <summary>Draws what a step ranks: all that its examples accept, and others of the catalog.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="picture">Whether pictures or texts are drawn.</param>
    /// <param name="count">The number of such items in the catalog.</param>
    /// <param name="random">The source of chance.</param>
    /// <returns>Numbers, ascending.</returns>
    public int[] DrawCandidates(IReadOnlyList<TuningExample> batch, bool picture, int count, Random random)
    {
        var drawable = picture ? pictures : texts;
        var size = drawable?.Length ?? count;
        if (size <= options.Candidates)
            return drawable ?? [.. Enumerable.Range(0, count)];
        var chosen = batch.SelectMany(example => picture ? example.Pictures : example.Texts).ToHashSet();
        while (chosen.Count < options.Candidates)
        {
            var drawn = random.Next(size);
            chosen.Add(drawable is null ? drawn : drawable[drawn]);
        }
        return [.. chosen.Order()];
    }

    private static IEnumerable<TuningExample> Some(IReadOnlyList<TuningExample> examples, int count, Random random) =>
        Enumerable.Range(0, count).Select(_ => examples[random.Next(examples.Count)]);
}
