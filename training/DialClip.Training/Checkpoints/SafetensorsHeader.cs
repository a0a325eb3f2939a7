using System.Buffers.Binary;
using System.Text.Json;

namespace DialClip.Training.Checkpoints;

/// <summary>The header of a safetensors file, checked: its tensors lie one after the other and fill the file to its end.</summary>
/// <remarks>Every number is checked before a byte is taken by it: a file may come from anywhere.</remarks>
/// <param name="Start">Where the values begin.</param>
/// <param name="Entries">The tensors in the order of their bytes.</param>
/// <param name="Metadata">The notes beside the tensors.</param>
internal sealed record SafetensorsHeader(
    long Start,
    IReadOnlyList<SafetensorsEntry> Entries,
    IReadOnlyDictionary<string, string> Metadata
)
{
    /// <summary>The member of the header that holds notes instead of a tensor.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The bytes of the header's length, at the beginning of the file.</summary>
    public const int LengthBytes = 8;

    private const long Longest = 100_000_000;
    private const int MostDimensions = 16;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads and checks a header.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">It is malformed, or a tensor lies outside of the file, over another one or behind a gap.</exception>
    public static SafetensorsHeader Read(Stream file, string path)
    {
        if (file.Length < LengthBytes)
            throw new InvalidDataException(
                $"'{path}' holds {file.Length} bytes; a safetensors file begins with 8 bytes of header length."
            );
        Span<byte> prefix = stackalloc byte[LengthBytes];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > Longest || length > file.Length - LengthBytes)
            throw new InvalidDataException(
                $"'{path}' says that its header has {length} bytes, expected 2 to {Math.Min(Longest, file.Length - LengthBytes)}. It is no safetensors file or was cut off."
            );
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            var members = json.RootElement.EnumerateObject().ToList();
            var entries = members
                .Where(member => member.Name != MetadataKey)
                .Select(Parse)
                .OrderBy(entry => entry.Begin)
                .ThenBy(entry => entry.End)
                .ToList();
            var notes = members
                .Where(member => member.Name == MetadataKey)
                .SelectMany(member => member.Value.EnumerateObject());
            var header = new SafetensorsHeader(
                LengthBytes + length,
                entries,
                notes.ToDictionary(note => note.Name, Text, StringComparer.Ordinal)
            );
            header.Check(file.Length - header.Start, path);
            return header;
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The header of '{path}' cannot be read: {error.Message}", error);
        }
    }

    private static string Text(JsonProperty note) =>
        note.Value.GetString() ?? throw new FormatException($"note '{note.Name}' is null");

    private static SafetensorsEntry Parse(JsonProperty member)
    {
        var (offsets, shape) = (member.Value.GetProperty("data_offsets"), member.Value.GetProperty("shape"));
        if (offsets.GetArrayLength() != 2 || shape.GetArrayLength() > MostDimensions)
            throw new FormatException(
                $"tensor '{member.Name}' has {offsets.GetArrayLength()} offsets and {shape.GetArrayLength()} dimensions, expected 2 and at most {MostDimensions}"
            );
        return new(
            member.Name,
            member.Value.GetProperty("dtype").GetString() ?? "",
            [.. shape.EnumerateArray().Select(size => size.GetInt64())],
            offsets[0].GetInt64(),
            offsets[1].GetInt64()
        );
    }

    private void Check(long available, string path)
    {
        var end = 0L;
        foreach (var entry in Entries)
        {
            if (entry.Begin != end || entry.End < entry.Begin || entry.End > available)
                throw new InvalidDataException(
                    $"Tensor '{entry.Name}' of '{path}' claims bytes {entry.Begin} to {entry.End}; expected a range that follows {end} and ends by {available}."
                );
            if (entry.ValueBytes is not { } size)
                throw new InvalidDataException(
                    $"Tensor '{entry.Name}' of '{path}' has type '{entry.Type}', which is none of the format's; expected F32, F16 or BF16."
                );
            var count = 1L;
            foreach (var dimension in entry.Shape)
            {
                if (dimension < 0 || (dimension > 0 && count > available / dimension))
                    throw new InvalidDataException(
                        $"Tensor '{entry.Name}' of '{path}' has shape {entry.ShapeText}, which is more than the file holds."
                    );
                count *= dimension;
            }
            if (count > Array.MaxLength || count * size != entry.End - entry.Begin)
                throw new InvalidDataException(
                    $"Tensor '{entry.Name}' of '{path}' has shape {entry.ShapeText} of {entry.Type} but {entry.End - entry.Begin} bytes."
                );
            end = entry.End;
        }
        if (end != available)
            throw new InvalidDataException(
                $"The tensors of '{path}' end at byte {end} of its values, but the file has {available}."
            );
    }
}
