namespace DialClip.Shared.Records;

/// <summary>The bytes of one record of a file, not checked yet.</summary>
/// <param name="Bytes">The bytes of one JSON value.</param>
/// <param name="File">The file's path.</param>
/// <param name="Line">The line that the record begins at, from 1.</param>
/// <param name="Number">The record's number, from 1; null where every line is a record.</param>
internal readonly record struct RawRecord(ReadOnlyMemory<byte> Bytes, string File, long Line, long? Number = null)
{
    /// <summary>Gets file and line, and the record's number where there is one, for messages.</summary>
    /// <param name="offset">The offset in the record of the byte that is meant.</param>
    public string GetLocation(int offset = 0)
    {
        var line = Line + Bytes.Span[..offset].Count((byte)'\n');
        return Number is { } number ? $"{File}:{line} (record {number})" : $"{File}:{line}";
    }
}
