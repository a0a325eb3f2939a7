namespace SkiaSharp.Decoding;

/// <summary>Unpacks the colour indices of a GIF frame: codes of growing width, in blocks of up to 255 bytes.</summary>
internal ref struct GifLzw
{
    private const int MostCodes = 4096;
    private const int NoCode = -1;

    private readonly ReadOnlySpan<byte> data;
    private readonly int literalBits;
    private readonly ushort[] prefixes = new ushort[MostCodes];
    private readonly byte[] suffixes = new byte[MostCodes];
    private readonly byte[] stack = new byte[MostCodes];
    private int at;
    private int blockLeft;
    private uint bits;
    private int bitCount;
    private int width;
    private int next;
    private int previous;
    private byte first;
    private int stacked;
    private bool finished;

    /// <summary>Begins at the byte that tells the width of literals.</summary>
    public GifLzw(ReadOnlySpan<byte> data, int at)
    {
        this.data = data;
        HasEnded = at >= data.Length;
        literalBits = HasEnded ? 0 : data[at];
        this.at = at + 1;
        IsUsable = literalBits is >= 1 and <= 8;
        if (IsUsable)
            Reset();
    }

    /// <summary>Gets whether the width of literals is possible.</summary>
    public bool IsUsable { get; }

    /// <summary>Gets whether the data ended before the packed indices did.</summary>
    public bool HasEnded { get; private set; }

    private readonly int ClearCode => 1 << literalBits;

    /// <summary>Fills the row; false when the indices ran out or are damaged, with those that were still there.</summary>
    public bool TryRead(Span<byte> row, out int count)
    {
        for (count = 0; count < row.Length; row[count++] = stack[--stacked])
            if (stacked == 0 && (finished || !Unpack()))
                return false;
        return true;
    }

    // Puts the next code's string on the stack, its last index deepest.
    private bool Unpack()
    {
        while (true)
        {
            var code = ReadCode();
            if (code == ClearCode)
            {
                Reset();
                continue;
            }

            // The end code, the end of the data, or a code that is not yet made.
            if (code < 0 || code == ClearCode + 1 || code > next || (code == next && previous == NoCode) || (previous == NoCode && code > ClearCode))
            {
                finished = true;
                return false;
            }

            Push(code);
            return true;
        }
    }

    private void Push(int code)
    {
        var current = code;
        if (code == next)
        {
            // The string being made just now: the previous one and its own first index.
            stack[stacked++] = first;
            current = previous;
        }

        for (; current >= ClearCode; current = prefixes[current])
            stack[stacked++] = suffixes[current];
        first = (byte)current;
        stack[stacked++] = first;
        if (previous != NoCode && next < MostCodes)
        {
            prefixes[next] = (ushort)previous;
            suffixes[next++] = first;
            if (next == 1 << width && width < 12)
                width++;
        }

        previous = code;
    }

    private int ReadCode()
    {
        while (bitCount < width)
        {
            if (blockLeft == 0)
            {
                HasEnded = at >= data.Length;
                if (HasEnded || data[at] == 0)
                    return NoCode;
                blockLeft = data[at++];
            }

            HasEnded = at >= data.Length;
            if (HasEnded)
                return NoCode;
            bits |= (uint)data[at++] << bitCount;
            bitCount += 8;
            blockLeft--;
        }

        var code = (int)(bits & (1u << width) - 1);
        bits >>= width;
        bitCount -= width;
        return code;
    }

    private void Reset()
    {
        width = literalBits + 1;
        next = ClearCode + 2;
        previous = NoCode;
    }
}
