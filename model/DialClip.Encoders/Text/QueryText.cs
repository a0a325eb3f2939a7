namespace DialClip.Encoders.Text;

/// <summary>Builds the text query of a dialog: the input after as many earlier texts as fit.</summary>
public static class QueryText
{
    /// <summary>
    /// Gets the ids of the earlier texts, in dialog order, and the input as one text: the newest are kept, whole ones
    /// are left out from the oldest on, and the input is always there, cut to its beginning only when it does not fit
    /// alone.
    /// </summary>
    /// <param name="tokenizer">The tokenizer, whose context length limits the result.</param>
    /// <param name="input">The text to answer.</param>
    /// <param name="earlierTextsOldestFirst">The texts before the input; those without any token do not count.</param>
    /// <param name="maxTurns">The maximum number of turns, the input included; at least 1.</param>
    public static int[] Build(
        ITextTokenizer tokenizer,
        string input,
        IReadOnlyList<string> earlierTextsOldestFirst,
        int maxTurns
    )
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(earlierTextsOldestFirst);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTurns, 1);
        // Tokens never cross a space, so the ids of joined texts are the joined ids of the texts.
        List<int> ids = [.. tokenizer.EncodeText(tokenizer.LeaveOutUnknownEmoji(input), tokenizer.ContextLength - 2)];
        var turns = 1;
        for (var i = earlierTextsOldestFirst.Count - 1; i >= 0 && turns < maxTurns; i--)
        {
            var room = tokenizer.ContextLength - 2 - ids.Count;
            var earlier = tokenizer.EncodeText(tokenizer.LeaveOutUnknownEmoji(earlierTextsOldestFirst[i]), room + 1);
            if (earlier.Count > room)
                break;
            if (earlier.Count == 0)
                continue;
            ids.InsertRange(0, earlier);
            turns++;
        }

        return tokenizer.Frame(ids);
    }
}
