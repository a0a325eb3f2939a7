using System.Buffers;
using System.Text;
using System.Text.Json;

namespace DialClip.Experiments.Events;

/// <summary>Erases events of units, raters and impressions from a log's files, while their processes write.</summary>
/// <remarks>
/// <para>
/// A line is erased where it stands: its bytes become spaces, which readers take for an empty line. Nothing moves and
/// no file is replaced, so no lock is needed: a process appends at the end of its file, as before, and a reader sees
/// each other event. Two erasures at once do the same twice. One that is interrupted is complete when it is repeated.
/// </para>
/// <para>Copies that somebody made of the files, or archives of them, are not reached.</para>
/// </remarks>
public static class ExperimentLogErasure
{
    private const int BufferBytes = 64 * 1024;

    // As readers have it: a longer line is no event.
    private const int MaxLineBytes = 1 << 20;

    /// <summary>Erases events.</summary>
    /// <param name="path">A path as in <see cref="ExperimentLogFiles.Find(string)"/>.</param>
    /// <param name="hashes">The hashes of units and of raters whose events go.</param>
    /// <param name="impressions">The ids of impressions whose events go.</param>
    /// <param name="cancellationToken">Ends the work between two lines.</param>
    /// <returns>
    /// The number of lines that were erased. The feedback on a reply goes with the reply, whoever gave it.
    /// </returns>
    /// <exception cref="IOException">A file cannot be changed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be changed.</exception>
    public static int Erase(
        string path,
        IEnumerable<string> hashes,
        IEnumerable<string> impressions,
        CancellationToken cancellationToken = default
    )
    {
        var people = hashes.ToHashSet(StringComparer.Ordinal);
        var replies = impressions.ToHashSet(StringComparer.Ordinal);
        var files = ExperimentLogFiles.Find(path);
        // The feedback on a reply may stand before it, in the file of another process.
        foreach (var file in files)
        foreach (var (_, line) in ReadLines(file, cancellationToken))
            if (Parse(line) is { Impression: { } impression } found && found.Names(people))
                if (found.IsReply)
                    replies.Add(impression);
        return files.Sum(file => Erase(file, people, replies, cancellationToken));
    }

    private static int Erase(
        string file,
        HashSet<string> people,
        HashSet<string> replies,
        CancellationToken cancellationToken
    )
    {
        var erased = 0;
        using var handle = File.OpenHandle(
            file,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete
        );
        foreach (var (start, line) in ReadLines(file, cancellationToken))
        {
            if (!IsOfThem(line, people, replies))
                continue;
            var blank = new byte[line.Length];
            blank.AsSpan().Fill((byte)' ');
            // One write at a place of its own: the end of the file, where its process writes, is not touched.
            RandomAccess.Write(handle, blank, start);
            erased++;
        }
        if (erased > 0)
            RandomAccess.FlushToDisk(handle);
        return erased;
    }

    private static bool IsOfThem(byte[] line, HashSet<string> people, HashSet<string> replies)
    {
        if (Parse(line) is { } item)
            return item.Names(people) || (item.Impression is { } impression && replies.Contains(impression));
        // No event, such as the rest of one: whom it names is all that can be told.
        var text = Encoding.UTF8.GetString(line);
        return people.Concat(replies).Any(name => text.Contains(name, StringComparison.Ordinal));
    }

    private static Item? Parse(byte[] line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new(Get("unitHash"), Get("rater"), Get("impressionId"))
                : null;

            string? Get(string name) =>
                json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Lines that are not blank, with the place of their first byte.
    private static IEnumerable<(long Start, byte[] Line)> ReadLines(string path, CancellationToken cancellationToken)
    {
        using var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            1
        );
        var buffer = new byte[BufferBytes];
        var line = new ArrayBufferWriter<byte>();
        var (start, position) = (0L, 0L);
        for (int count; (count = file.Read(buffer)) > 0; position += count)
        {
            for (var index = 0; index < count; )
            {
                var length = buffer.AsSpan(index, count - index).IndexOf((byte)'\n');
                var part = buffer.AsSpan(index, length < 0 ? count - index : length);
                if (line.WrittenCount <= MaxLineBytes)
                    line.Write(part);
                index += part.Length + 1;
                if (length < 0)
                    continue;
                cancellationToken.ThrowIfCancellationRequested();
                if (IsEvent(line))
                    yield return (start, line.WrittenSpan.ToArray());
                start = position + index;
                line.ResetWrittenCount();
            }
        }
        if (IsEvent(line))
            yield return (start, line.WrittenSpan.ToArray());
    }

    private static bool IsEvent(ArrayBufferWriter<byte> line) =>
        line.WrittenCount <= MaxLineBytes && !line.WrittenSpan.Trim(" \t\r"u8).IsEmpty;

    private sealed record Item(string? UnitHash, string? Rater, string? Impression)
    {
        public bool IsReply => UnitHash is not null;

        public bool Names(HashSet<string> people) =>
            (UnitHash is not null && people.Contains(UnitHash)) || (Rater is not null && people.Contains(Rater));
    }
}
