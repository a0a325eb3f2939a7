using System.Text.Json;
using DialClip.Shared.Records;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Records;

/// <summary>Reads files of records: JSON lines, or one JSON document.</summary>
internal static class RecordFile
{
    /// <summary>The serializer options of records without options of their own.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads every line that is not blank, and reports once what was ignored or replaced.</summary>
    /// <param name="file">The file.</param>
    /// <param name="what">What a record is, for messages.</param>
    /// <param name="progress">Receives what was ignored or replaced; null for nobody.</param>
    /// <param name="options">The serializer options; null for <see cref="Json"/>.</param>
    /// <returns>The records with their file and line.</returns>
    /// <exception cref="InvalidDataException">A line is not valid; the message names file and line.</exception>
    public static IReadOnlyList<(T Value, string Location)> ReadLines<T>(
        string file,
        string what,
        IProgressSink? progress,
        JsonSerializerOptions? options = null
    )
        where T : class
    {
        var reader = new RecordReader<T>(what, options ?? Json);
        var records = RecordLines.Read(file).Select(raw => (reader.Parse(raw), raw.GetLocation())).ToList();
        reader.Counts.Report(file, progress);
        return records;
    }

    /// <summary>Reads a file that is one record.</summary>
    /// <exception cref="InvalidDataException">It is not valid; the message names file and line.</exception>
    public static T ReadDocument<T>(string file, string what, JsonSerializerOptions options)
        where T : class => new RecordReader<T>(what, options).Parse(new(File.ReadAllBytes(file), file, 1));

    /// <summary>Writes what was ignored or replaced in a file, where there is something.</summary>
    public static void Report(this RecordCounts counts, string file, IProgressSink? progress)
    {
        if (counts.Describe() is { } text)
            progress?.WriteLine($"{file}: {text}.");
    }
}
