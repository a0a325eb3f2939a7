namespace DialClip.Shared.Records;

/// <summary>Splits files of one JSON object a line.</summary>
internal static class RecordLines
{
    /// <summary>
    /// Reads every line that is not blank, without its end and without the byte order mark of a file, or of one that
    /// was joined to it.
    /// </summary>
    public static IEnumerable<RawRecord> Read(string file) => Read(File.ReadAllBytes(file), file);

    /// <summary>Reads every line of a file's bytes that is not blank, likewise.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="file">The file's path, for messages.</param>
    public static IEnumerable<RawRecord> Read(byte[] bytes, string file)
    {
        var content = bytes.AsMemory();
        for (var line = 1L; !content.IsEmpty; line++)
        {
            var end = content.Span.IndexOfAny((byte)'\n', (byte)'\r');
            var record = end < 0 ? content : content[..end];
            if (record.Span is [0xEF, 0xBB, 0xBF, ..])
                record = record[3..];
            if (record.Span.ContainsAnyExcept((byte)' ', (byte)'\t'))
                yield return new(record, file, line);
            if (end < 0)
                yield break;
            content = content[(end + (content.Span[end..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1))..];
        }
    }
}
