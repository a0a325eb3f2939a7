using System.Buffers.Binary;
using System.Text;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-safetensors-").FullName;

    private string FilePath => Path.Combine(folder, "a.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Write_Tensors_ReadBackTheSame()
    {
        var tensors = new Dictionary<string, TensorData>
        {
            ["b"] = new([2, 3], [1, -2, 3.5f, float.MaxValue, float.Epsilon, 0]),
            ["a"] = new([], [7]),
            ["empty"] = new([0, 4], []),
        };

        SafetensorsFile.Write(FilePath, tensors, new Dictionary<string, string> { ["format"] = "pt" });

        var read = SafetensorsFile.Read(FilePath);
        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        Assert.All(tensors, pair => Assert.Equal(pair.Value.Shape, read[pair.Key].Shape));
        Assert.All(tensors, pair => Assert.Equal(pair.Value.Values, read[pair.Key].Values));
        Assert.Equal([FilePath], Directory.GetFiles(folder)); // no temporary file is left
    }

    [Fact]
    public void Read_HalfPrecisions_AreWidenedExactly()
    {
        byte[] half = new byte[2];
        BinaryPrimitives.WriteHalfLittleEndian(half, (Half)(-1.5f));
        WriteRaw(
            """
            {"h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"b":{"dtype":"BF16",
            "shape":[1],"data_offsets":[2,4]}}
            """,
            [.. half, 0x40, 0x40]
        );

        var read = SafetensorsFile.Read(FilePath);

        Assert.Equal([-1.5f], read["h"].Values);
        Assert.Equal([3.0f], read["b"].Values);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "8 bytes")] // shape and range disagree
    [InlineData("""{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}""", "ends by 8")] // beyond the end
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "-4")]
    [InlineData(
        """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],
            "data_offsets":[4,8]}}
            """,
        "follows 8"
    )] // overlap
    [InlineData(
        """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""",
        "more than the file holds"
    )] // overflow
    [InlineData("""{"a":{"dtype":"F12","shape":[2],"data_offsets":[0,8]}}""", "'F12'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "the file has 8")] // unused bytes
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "follows 0")] // a gap
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", "3 offsets")]
    [InlineData(
        """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\u0061":{"dtype":"F32",
            "shape":[0],"data_offsets":[8,8]}}
            """,
        "header"
    )] // duplicate name
    [InlineData("""{"__metadata__":7,"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "header")]
    [InlineData("""{"__metadata__":{"format":7},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "header")]
    [InlineData("[]", "header")]
    [InlineData("""{"a":{"shape":[1]}}""", "header")]
    [InlineData("""{"a":7}""", "header")]
    [InlineData("not json", "header")]
    public void Read_MalformedHeader_IsRefusedWithTheReason(string header, string reason)
    {
        WriteRaw(header, new byte[8]);

        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(FilePath));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    public void Read_CutOffFile_IsRefused(int length)
    {
        WriteRaw("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        File.WriteAllBytes(FilePath, File.ReadAllBytes(FilePath)[..length]);

        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(FilePath));
    }

    [Fact]
    public void Read_TypeOtherThanFloats_IsRefusedOnlyWhenItsElementsAreRead()
    {
        WriteRaw(
            """
            {"positions":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"w":{"dtype":"F32",
            "shape":[1],"data_offsets":[8,12]}}
            """,
            [.. new byte[8], .. BitConverter.GetBytes(2f)]
        );

        var read = SafetensorsFile.Read(FilePath);

        Assert.Equal([2f], read["w"].Values);
        Assert.Contains(
            "'I64'",
            Assert.Throws<InvalidDataException>(() => read["positions"].Values).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Values_FileChangedSinceItWasRead_AreRefused()
    {
        WriteRaw("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        var read = SafetensorsFile.Read(FilePath);

        WriteRaw("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]);

        Assert.Contains(
            "was changed",
            Assert.Throws<InvalidDataException>(() => read["a"].Values).Message,
            StringComparison.Ordinal
        );
    }

    private void WriteRaw(string header, byte[] values)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        File.WriteAllBytes(FilePath, [.. length, .. bytes, .. values]);
    }
}
