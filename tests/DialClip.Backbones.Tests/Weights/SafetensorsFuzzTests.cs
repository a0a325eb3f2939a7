using System.Buffers.Binary;
using System.Text;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Tests.Weights;

public sealed class SafetensorsFuzzTests : IDisposable
{
    private const int Rounds = 24_000;

    private const string Header =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"""
        + """ "b":{"dtype":"F16","shape":[3],"data_offsets":[16,22]},"""
        + """ "c":{"dtype":"BF16","shape":[],"data_offsets":[22,24]}}""";

    private static readonly string[] Pieces =
    [
        "0",
        "1",
        "-1",
        "16",
        "22",
        "24",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551616",
        "1e3",
        "0.5",
        "null",
        "true",
        "{}",
        "[]",
        "[0,0]",
        "[2,2]",
        "\"\"",
        "\"a\"",
        "\"b\"",
        "\"F32\"",
        "\"F64\"",
        "\"I64\"",
        "\"\\ud800\"",
        "\"__metadata__\"",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "\u00ff",
        "[4611686018427387904,4]",
        "[0,9223372036854775807]",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-fuzz-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_MutatedFiles_AreReadOrRefused()
    {
        var random = new Random(3);
        var (read, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Change(round % 4, random);
            try
            {
                using var stream = new MemoryStream(bytes);
                SafetensorsHeader.Read(stream, "a");
            }
            catch (InvalidDataException)
            {
                refused++;
                continue;
            }
            File.WriteAllBytes(Path.Combine(folder, "a"), bytes);
            read += ReadAll(Path.Combine(folder, "a"));
        }

        Assert.True(read > Rounds / 40 && refused > Rounds / 2, $"{read} read, {refused} refused");
    }

    private static int ReadAll(string path)
    {
        try
        {
            Assert.All(
                SafetensorsFile.Read(path),
                tensor =>
                    Assert.Equal(
                        tensor.Value.Shape.Aggregate(1L, (all, size) => all * size),
                        tensor.Value.Values.LongLength
                    )
            );
            return 1;
        }
        catch (InvalidDataException)
        {
            return 0; // a type other than floats
        }
    }

    private static byte[] Change(int kind, Random random)
    {
        var values = new byte[24];
        random.NextBytes(values);
        var header = Header;
        for (var change = kind == 0 ? 1 + random.Next(3) : 0; change > 0; change--)
        {
            var (at, piece) = (random.Next(header.Length), Pieces[random.Next(Pieces.Length)]);
            header = header[..at] + piece + header[Math.Min(header.Length, at + random.Next(2 + piece.Length))..];
        }
        if (kind == 1)
            header = Numbers(header, random);
        byte[] whole = [.. Length(header), .. Encoding.UTF8.GetBytes(header), .. values];
        for (var change = kind == 2 ? 1 + random.Next(4) : 0; change > 0; change--)
            whole[random.Next(whole.Length)] = (byte)random.Next(256);
        return kind == 3 ? Cut(whole, random) : whole;
    }

    // Only numbers change, so that the header stays well-formed and its claims are tested.
    private static string Numbers(string header, Random random)
    {
        var positions = Enumerable
            .Range(0, header.Length)
            .Where(i => char.IsAsciiDigit(header[i]) && header[i - 1] is '[' or ',')
            .ToList();
        var start = positions[random.Next(positions.Count)];
        var end = start;
        while (char.IsAsciiDigit(header[end]))
            end++;
        var number = random.Next(4) switch
        {
            0 => random.Next(30),
            1 => random.Next(-3, 3),
            2 => random.NextInt64(),
            _ => long.Parse(header[start..end], System.Globalization.CultureInfo.InvariantCulture) + random.Next(-2, 3),
        };
        return header[..start] + number.ToString(System.Globalization.CultureInfo.InvariantCulture) + header[end..];
    }

    private static byte[] Cut(byte[] whole, Random random) =>
        random.Next(3) switch
        {
            0 => whole[..random.Next(whole.Length)],
            1 => [.. whole, .. new byte[random.Next(9)]],
            _ =>
            [
                .. BitConverter.GetBytes(random.Next(2) == 0 ? random.NextInt64(-10, 400) : random.NextInt64()),
                .. whole[8..],
            ],
        };

    private static byte[] Length(string header)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return length;
    }
}
