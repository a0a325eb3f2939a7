namespace DialClip.Encoders.Onnx;

/// <summary>The fields of a Protocol Buffers message, read in order without copying.</summary>
/// <param name="message">The bytes of the message.</param>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> rest = message;

    /// <summary>Gets the number of the field that was read last.</summary>
    public int Number { get; private set; }

    /// <summary>Gets the field's bytes: a text, bytes or a message; empty for a field of another type.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Gets whether the field is a text, bytes or a message.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public bool Read()
    {
        if (rest.IsEmpty)
            return false;
        var tag = ReadVarint();
        if (tag is < 8 or > uint.MaxValue)
            throw new InvalidDataException($"a field has the tag {tag}");
        Number = (int)(tag >> 3);
        var type = (int)(tag & 7);
        HasContent = type == Bytes;
        Content = [];
        switch (type)
        {
            case Varint:
                ReadVarint();
                break;
            case Fixed64:
                Take(sizeof(ulong));
                break;
            case Fixed32:
                Take(sizeof(uint));
                break;
            case Bytes:
                Content = Take(ReadVarint());
                break;
            default:
                // Groups, which no version of ONNX has.
                throw new InvalidDataException($"field {Number} has the type {type}");
        }

        return true;
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number has more than 64 bits");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
            throw new InvalidDataException("it ends early");
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }
}
