namespace DialClip.Training.Checkpoints;

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values, such as F32.</param>
/// <param name="Shape">Sizes of its dimensions.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafetensorsEntry(string Name, string Type, long[] Shape, long Begin, long End)
{
    /// <summary>Gets the bytes of one value, or null where the type is unknown.</summary>
    public int? ValueBytes =>
        Type switch
        {
            "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
            "F16" or "BF16" or "U16" or "I16" => 2,
            "F32" or "U32" or "I32" => 4,
            "F64" or "U64" or "I64" => 8,
            _ => null,
        };

    /// <summary>Gets the shape as text, such as "[2, 3]".</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
