using System.ComponentModel.DataAnnotations;

namespace DialClip.Bot.Turns;

/// <summary>The time limits of a turn, all of them.</summary>
/// <remarks>
/// Sending a reply is not among them: the adapter and the channel limit that. Each limit holds although a storage, a
/// model or a server ignores its cancellation token; only one that blocks the calling thread is not interrupted.
/// </remarks>
public sealed class TurnTimeouts : IValidatableObject
{
    private const string Shortest = "00:00:00.1";
    private const string Longest = "00:00:14";

    // Channels wait 15 s for the response to an activity.
    private static readonly TimeSpan BeforeHost = TimeSpan.FromSeconds(14);

    /// <summary>
    /// Gets or sets the budget of a message: waiting for the conversation's earlier turns, gates, pictures, retrieval
    /// and the change of a command; the host bot's own time does not count. When it is spent, the plugin does not
    /// answer.
    /// </summary>
    /// <value>The default is 8 seconds.</value>
    [Range(
        typeof(TimeSpan),
        Shortest,
        Longest,
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan Turn { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Gets or sets the timeout of reading the conversation's record and marking the activity as seen. It does not
    /// count against the budget: a duplicate is recognised although the budget is spent.
    /// </summary>
    /// <value>The default is 3 seconds.</value>
    [Range(
        typeof(TimeSpan),
        Shortest,
        Longest,
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan Begin { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets or sets the timeout of encoding a turn's texts and pictures for the history, at its end.</summary>
    /// <value>The default is 2 seconds.</value>
    [Range(
        typeof(TimeSpan),
        Shortest,
        Longest,
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan Encode { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets the timeout of saving the conversation's record at the end of a turn.</summary>
    /// <value>The default is 3 seconds.</value>
    [Range(
        typeof(TimeSpan),
        Shortest,
        Longest,
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan Save { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Gets or sets the timeout of a change that something else than a message causes (feedback, an edit, a deletion,
    /// a choice of catalog), and of waiting for the conversation's turns before it.
    /// </summary>
    /// <value>The default is 5 seconds.</value>
    [Range(
        typeof(TimeSpan),
        Shortest,
        Longest,
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan StorageChange { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets the timeout of fetching the pictures of a message, all together; within the budget.
    /// </summary>
    /// <value>The default is 5 seconds.</value>
    [Range(
        typeof(TimeSpan),
        Shortest,
        Longest,
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan PictureFetch { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets the minimum number of operations on the conversation storage within 30 seconds, at least half of
    /// which failed, after which it is not asked any more.
    /// </summary>
    /// <value>The default is 3.</value>
    [Range(2, 1000)]
    public int StorageFailures { get; set; } = 3;

    /// <summary>
    /// Gets or sets how long a storage that fails is not asked: turns cost no time then, the plugin stays silent, and
    /// the host bot is called at once. One operation tries it afterwards.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
    [Range(
        typeof(TimeSpan),
        "00:00:00.5",
        "01:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan StorageBreak { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the longest time from a message's arrival until the host bot is called, if it is.</summary>
    /// <value><see cref="Turn"/> + <see cref="Begin"/>: 11 seconds by default, below the channels' 15.</value>
    public TimeSpan LongestBeforeHostBot => Turn + Begin;

    /// <summary>
    /// Gets the longest time that the plugin takes after the host bot has returned, or after its own reply, where it
    /// decides before the host bot: in all modes but Fallback and Observe.
    /// </summary>
    /// <value><see cref="Encode"/> + <see cref="Save"/>: 5 seconds by default.</value>
    public TimeSpan LongestAfterHostBot => Encode + Save;

    /// <summary>
    /// Gets the longest time that the plugin takes after the host bot in the modes Fallback and Observe, which decide
    /// after it. What was spent of the budget before the host bot is not spent again, so all that the plugin takes of a
    /// turn is at most <see cref="LongestBeforeHostBot"/> + <see cref="LongestAfterHostBot"/> in every mode.
    /// </summary>
    /// <value><see cref="Turn"/> + <see cref="Encode"/> + <see cref="Save"/>: 13 seconds by default.</value>
    public TimeSpan LongestAfterHostBotThatSpeaksFirst => Turn + Encode + Save;

    /// <summary>Gets the longest time until the host bot is called with an activity that is not a message.</summary>
    /// <value>Twice <see cref="StorageChange"/>: 10 seconds by default.</value>
    public TimeSpan LongestBeforeHostBotOfOtherActivities => 2 * StorageChange;

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (LongestBeforeHostBot > BeforeHost)
            yield return new(
                $"'Begin' and 'Turn' are {LongestBeforeHostBot} together, expected at most {BeforeHost}: "
                    + "channels wait 15 s, and the host bot is called after them.",
                [nameof(Begin), nameof(Turn)]
            );
        if (LongestBeforeHostBotOfOtherActivities > BeforeHost)
            yield return new(
                $"'StorageChange' is {StorageChange}, expected at most {BeforeHost / 2}: "
                    + "it is spent twice, and channels wait 15 s.",
                [nameof(StorageChange)]
            );
    }
}
