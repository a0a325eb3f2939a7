using System.Collections.Immutable;
using DialClip.Shared.IO;

namespace DialClip.Bot.State;

/// <summary>
/// What the bot's last messages offer to be answered with: titles and values of buttons, choices and their numbers.
/// </summary>
/// <param name="Messages">
/// The texts of each of the last messages that offered some, oldest first: the first digits of their digests, separated
/// by spaces. They are compared only, and a digest has the same length for every text.
/// </param>
/// <param name="ExpectsAnswer">Whether the bot's last message expects an answer.</param>
internal sealed record BotOffers(ImmutableArray<string> Messages, bool ExpectsAnswer = false)
{
    private const int MaxMessages = 4;
    private const int MaxTexts = 64;
    private const int Digits = 8;

    /// <summary>Gets what is offered after more messages.</summary>
    /// <param name="before">What was offered before them; null for nothing.</param>
    /// <param name="sent">The texts that each of the messages offers.</param>
    /// <param name="expectsAnswer">Whether an answer is expected after them.</param>
    /// <returns>The offers; null where nothing is offered or expected.</returns>
    public static BotOffers? Add(BotOffers? before, IEnumerable<IReadOnlyList<string>> sent, bool expectsAnswer)
    {
        var messages = (before?.Messages is { IsDefault: false } former ? former : []).AddRange(sent.Select(Join));
        messages = messages.RemoveRange(0, Math.Max(0, messages.Length - MaxMessages));
        return messages.IsEmpty && !expectsAnswer ? null : new(messages, expectsAnswer);
    }

    /// <summary>Determines whether a text is one that was offered, in any of its spellings.</summary>
    public bool Contains(string text)
    {
        if (Messages.IsDefaultOrEmpty)
            return false;
        var digests = OfferedText.GetSpellings(text).Select(GetDigest).ToHashSet(StringComparer.Ordinal);
        return Messages.Any(message => message.Split(' ').Any(digests.Contains));
    }

    private static string Join(IReadOnlyList<string> texts) =>
        string.Join(
            ' ',
            texts.Select(OfferedText.Normalize).Select(GetDigest).Distinct(StringComparer.Ordinal).Take(MaxTexts)
        );

    private static string GetDigest(string normal) => Digest.Compute(normal).ToString()[..Digits];
}
