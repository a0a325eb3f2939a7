using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace DialClip.Shared.Records;

/// <summary>
/// Reads records of people's data. Bytes that are no UTF-8, JSON that is damaged, null where a value is expected, a
/// property that is missing or comes twice are refused, naming file and line; unknown properties are ignored and halves
/// of surrogate pairs replaced by U+FFFD, and both are counted.
/// </summary>
/// <typeparam name="T">The type of a record.</typeparam>
internal sealed class RecordReader<T>
    where T : class
{
    private static readonly string[] Advice =
    [
        " which is not supported in this mode",
        " encountered during deserialization",
        " Cannot read next JSON",
    ];

    private readonly JsonSerializerOptions options;
    private readonly string what;
    private readonly RecordShape shape;

    /// <param name="what">What a record is, for messages, such as "dialog".</param>
    /// <param name="options">The serializer options.</param>
    public RecordReader(string what, JsonSerializerOptions options)
    {
        this.what = what;
        this.options = new(options)
        {
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        this.options.MakeReadOnly(populateMissingResolver: true);
        shape = new(this.options, Counts);
    }

    /// <summary>Gets what was ignored or replaced so far.</summary>
    public RecordCounts Counts { get; } = new();

    /// <summary>Parses a record.</summary>
    /// <exception cref="InvalidDataException">
    /// It is not valid; the message names file, line and what is wrong.
    /// </exception>
    public T Parse(RawRecord record)
    {
        RequireUtf8(record);
        if (record.Bytes.Span.IndexOf((byte)0) is >= 0 and var offset)
            throw CreateError(
                record.GetLocation(offset),
                "it holds bytes of zero, as of UTF-16, or of a file that was not written to its end. Save the file as "
                    + "UTF-8, such as with 'iconv -f UTF-16 -t UTF-8', or remove the damaged line"
            );
        var (json, surrogates) = LoneSurrogates.Replace(record.Bytes);
        Counts.AddLoneSurrogates(surrogates);
        try
        {
            using var document = JsonDocument.Parse(json, new() { AllowDuplicateProperties = false });
            return shape.FindError(document.RootElement, typeof(T)) is { } error
                ? throw CreateError(record.GetLocation(), error)
                : document.RootElement.Deserialize<T>(options)!;
        }
        catch (JsonException error)
        {
            throw CreateError(record.GetLocation(), Describe(error), error);
        }
    }

    /// <summary>Creates the error of a record that is not valid.</summary>
    /// <param name="location">The record's file and line.</param>
    /// <param name="error">What is wrong, without a full stop.</param>
    /// <param name="inner">The cause; null for none.</param>
    public InvalidDataException CreateError(string location, string error, Exception? inner = null) =>
        new($"{location} is not a valid {what}: {error}.", inner);

    private void RequireUtf8(RawRecord record)
    {
        var bytes = record.Bytes.Span;
        if (Utf8.IsValid(bytes))
            return;
        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
            offset += length;
        var encoding = bytes is [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] ? "UTF-32" : "UTF-16";
        if (bytes is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..]))
            encoding = "WINDOWS-1252";
        throw CreateError(
            record.GetLocation(offset),
            string.Create(
                CultureInfo.InvariantCulture,
                $"it is no valid UTF-8 (byte 0x{bytes[offset]:X2}). Save the file as UTF-8, or convert it, such as "
                    + $"with 'iconv -f {encoding} -t UTF-8'"
            )
        );
    }

    // What is wrong without the serializer's position, which is within the record.
    private static string Describe(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        var text = end < 0 ? error.Message : error.Message[..end];
        var path = text.IndexOf(" Path: ", StringComparison.Ordinal);
        text = (path < 0 ? text : text[..path]).TrimEnd(' ', '.', '|');
        // What follows speaks to whoever writes the program.
        foreach (var advice in Advice)
            if (text.IndexOf(advice, StringComparison.Ordinal) is > 0 and var begin)
                text = text[..begin];
        return error.Path is { Length: > 2 } at ? $"'{at[2..]}': {text}" : text;
    }
}
