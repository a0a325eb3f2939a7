using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace DialClip.Experiments.Events;

/// <summary>Reads a file of an experiment log. A line that is no event costs that line alone.</summary>
internal static class ExperimentLogReader
{
    // An event has a few hundred bytes; a longer line is what a file system left behind.
    private const int MaxLineBytes = 1 << 20;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the events, and reports the lines that are none.</summary>
    /// <exception cref="InvalidDataException">The file has lines, but no line is an event.</exception>
    public static IEnumerable<ExperimentEvent> Read(string path, Action<DamagedLine> onDamaged)
    {
        DamagedLine? first = null;
        var events = 0;
        foreach (var (number, line) in ReadLines(path))
        {
            var (item, reason) = line is null ? (null, $"is longer than {MaxLineBytes} bytes") : Parse(line);
            if (item is not null)
            {
                events++;
                yield return item;
            }
            else if (reason is not null)
            {
                var damaged = new DamagedLine(path, number, reason);
                first ??= damaged;
                onDamaged(damaged);
            }
        }
        if (events == 0 && first is not null)
            throw new InvalidDataException(
                $"'{path}' is no experiment log: no line is an event; line {first.Number} {first.Reason}."
            );
    }

    // Neither an event nor a reason: an empty line.
    private static (ExperimentEvent? Item, string? Reason) Parse(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(ByteOrderMark))
            line = line[ByteOrderMark.Length..];
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty)
            return (null, null);
        if (line.Contains((byte)0))
            return (null, "holds NUL bytes");
        if (!Utf8.IsValid(line))
            return (null, "is no valid UTF-8");
        try
        {
            var item = JsonSerializer.Deserialize<ExperimentEvent>(line, JsonSerializerOptions.Web);
            return item is null ? (null, "is 'null'") : (item, null);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return (null, line[^1] == '}' ? "is no event of this program" : "ends in its middle");
        }
    }

    // A line is null where it is too long.
    private static IEnumerable<(long Number, byte[]? Line)> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[64 * 1024];
        var line = new ArrayBufferWriter<byte>();
        var (number, isTooLong) = (1L, false);
        for (int count; (count = file.Read(buffer)) > 0; )
        {
            for (var start = 0; start < count; )
            {
                var length = buffer.AsSpan(start, count - start).IndexOf((byte)'\n');
                var part = buffer.AsMemory(start, length < 0 ? count - start : length);
                isTooLong |= line.WrittenCount + part.Length > MaxLineBytes;
                if (!isTooLong)
                    line.Write(part.Span);
                start += part.Length + 1;
                if (length < 0)
                    continue;
                yield return (number++, isTooLong ? null : line.WrittenSpan.ToArray());
                line.ResetWrittenCount();
                isTooLong = false;
            }
        }
        if (line.WrittenCount > 0 || isTooLong)
            yield return (number, isTooLong ? null : line.WrittenSpan.ToArray());
    }
}
