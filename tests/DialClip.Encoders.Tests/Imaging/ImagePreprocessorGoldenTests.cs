using System.Text.Json;
using DialClip.Encoders.Imaging;

namespace DialClip.Encoders.Tests.Imaging;

public sealed class ImagePreprocessorGoldenTests
{
    private static readonly string Golden = Path.Combine(RepositoryPaths.SharedData, "golden");

    [RequiresFact(Tool.Golden)]
    public void ResizeAndCrop_GoldenPictures_GivesTheirBytes()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden, "preprocess.json")));

        var cases = golden.RootElement.GetProperty("cases").EnumerateArray().ToList();

        Assert.NotEmpty(cases);
        Assert.All(
            cases,
            expected =>
            {
                var file = expected.GetProperty("file").GetString()!;
                var size = expected.GetProperty("size").GetInt32();
                var resized = new ImagePreprocessor(size, [0, 0, 0], [1, 1, 1]).ResizeAndCrop(
                    ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(Golden, file)))
                );
                var differences = resized
                    .Zip(
                        ReadNpy(Path.Combine(Golden, expected.GetProperty("expected").GetString()!), size),
                        (a, b) => Math.Abs(a - b)
                    )
                    .ToList();
                if (file.EndsWith(".jpg", StringComparison.Ordinal))
                    Assert.True(differences.Average() < 0.5, $"{file}: mean difference {differences.Average()}");
                else
                    Assert.True(differences.Max() <= 1, $"{file}: largest difference {differences.Max()}");
            }
        );
    }

    // NPY 1.0: magic, version, a little-endian header length, a header that names type and shape, then the bytes.
    private static byte[] ReadNpy(string path, int size)
    {
        var bytes = File.ReadAllBytes(path);
        var start = 10 + BitConverter.ToUInt16(bytes, 8);
        var header = System.Text.Encoding.ASCII.GetString(bytes, 10, start - 10);
        Assert.Contains("'|u1'", header, StringComparison.Ordinal);
        Assert.Contains($"({size}, {size}, 3)", header, StringComparison.Ordinal);
        return bytes[start..];
    }
}
