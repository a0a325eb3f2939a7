namespace DialClip.Model.Text;

/// <summary>Applies ranked merges to one word in O(n log n), so that a word of a million letters is no attack.</summary>
internal sealed class BytePairMerger(IReadOnlyDictionary<(int Left, int Right), (int Rank, int Merged)> merges)
{
    /// <summary>Gets the tokens left when no merge applies: always the lowest rank first, then the leftmost.</summary>
    public int[] Merge(int[] symbols)
    {
        var previous = new int[symbols.Length];
        var next = new int[symbols.Length];
        var queue = new PriorityQueue<(int Place, int Left, int Right, int Merged), (int Rank, int Place)>();
        for (var i = 0; i < symbols.Length; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1 < symbols.Length ? i + 1 : -1;
            Offer(i);
        }

        while (queue.TryDequeue(out var pair, out _))
        {
            // What stood here when the pair was queued may have been merged into a neighbour since.
            var right = next[pair.Place];
            if (symbols[pair.Place] != pair.Left || right < 0 || symbols[right] != pair.Right)
                continue;
            symbols[pair.Place] = pair.Merged;
            symbols[right] = -1;
            next[pair.Place] = next[right];
            if (next[right] >= 0)
                previous[next[right]] = pair.Place;
            if (previous[pair.Place] >= 0)
                Offer(previous[pair.Place]);
            Offer(pair.Place);
        }

        return [.. symbols.Where(symbol => symbol >= 0)];

        void Offer(int place)
        {
            if (next[place] is var right and >= 0 && merges.TryGetValue((symbols[place], symbols[right]), out var merge))
                queue.Enqueue((place, symbols[place], symbols[right], merge.Merged), (merge.Rank, place));
        }
    }
}
