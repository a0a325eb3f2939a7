using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DialClip.Shared.Records;

namespace DialClip.Training.Data.Records;

/// <summary>Splits large JSON files, one array or concatenated values, without loading them whole.</summary>
/// <param name="stream">The file's bytes.</param>
/// <param name="path">The file's path, for messages.</param>
internal sealed class RecordValues(Stream stream, string path)
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool isComplete;
    private long line = 1;
    private long number;

    /// <summary>Reads the values; the bytes of one are good until the next is read.</summary>
    /// <exception cref="InvalidDataException">The JSON is damaged or cut off.</exception>
    public async IAsyncEnumerable<RawRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken).ConfigureAwait(false);
        RequireBytesOfUtf8(buffer.AsSpan(start, Math.Min(4, end - start)));
        var isArray = await PeekAsync(cancellationToken).ConfigureAwait(false) == '[';
        if (isArray)
            start++;
        while (await PeekAsync(cancellationToken).ConfigureAwait(false) is { } next)
        {
            if (isArray && next is (byte)']')
                yield break;
            if (isArray && number > 0)
            {
                if (next != (byte)',')
                    throw CreateError("expected a comma or the array's end");
                start++;
                if (await PeekAsync(cancellationToken).ConfigureAwait(false) is null)
                    break;
            }
            number++;
            int length;
            while (!TryMeasure(out length))
                await FillAsync(cancellationToken).ConfigureAwait(false);
            yield return new(buffer.AsMemory(start, length), path, line, number);
            Skip(length);
        }
        if (isArray)
            throw CreateError("the file ends within its array");
    }

    private void RequireBytesOfUtf8(ReadOnlySpan<byte> first)
    {
        if (first is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || first.Contains((byte)0))
            throw new InvalidDataException(
                $"{path} is UTF-16 or UTF-32, expected UTF-8. Convert it, such as with 'iconv -f UTF-16 -t UTF-8'."
            );
    }

    // The first byte that is not white space; null at the end.
    private async ValueTask<byte?> PeekAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var blank = buffer.AsSpan(start, end - start).IndexOfAnyExcept(" \t\r\n"u8);
            Skip(blank < 0 ? end - start : blank);
            // Files that were joined have their byte order marks within.
            while (buffer.AsSpan(start, end - start) is [0xEF] or [0xEF, 0xBB] && !isComplete)
                await FillAsync(cancellationToken).ConfigureAwait(false);
            if (buffer.AsSpan(start, end - start) is [0xEF, 0xBB, 0xBF, ..])
            {
                start += 3;
                continue;
            }
            if (start < end)
                return buffer[start];
            if (isComplete)
                return null;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryMeasure(out int length)
    {
        try
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isComplete, default);
            var isWhole = reader.Read() && reader.TrySkip();
            length = (int)reader.BytesConsumed;
            return isWhole;
        }
        catch (JsonException error)
        {
            throw CreateError(isComplete ? "it is damaged, or the file ends within it" : "it is damaged", error);
        }
    }

    private void Skip(int count)
    {
        line += buffer.AsSpan(start, count).Count((byte)'\n');
        start += count;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        // Records that are larger than the buffer double it.
        var rest = buffer.AsMemory(start, end - start);
        var target = rest.Length > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        rest.CopyTo(target);
        (buffer, start, end) = (target, 0, rest.Length);
        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
        end += read;
        isComplete = read == 0;
    }

    private InvalidDataException CreateError(string error, Exception? inner = null) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}:{line} (record {number}) is not valid JSON: {error}. Get the file again."
            ),
            inner
        );
}
