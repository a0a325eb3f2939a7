using System.Buffers.Binary;
using System.Text;
using DialClip.Training.Checkpoints;

namespace DialClip.Training.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-safetensors-").FullName;

    private string File1 => Path.Combine(folder, "a.safetensors");

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

        SafetensorsFile.Write(File1, tensors, new Dictionary<string, string> { ["format"] = "pt" });

        var read = SafetensorsFile.Read(File1);
        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        Assert.All(tensors, pair => Assert.Equal(pair.Value.Shape, read[pair.Key].Shape));
        Assert.All(tensors, pair => Assert.Equal(pair.Value.Values, read[pair.Key].Values));
        Assert.Equal([File1], Directory.GetFiles(folder)); // nothing partial is left
    }

    [Fact]
    public void Read_HalfPrecisions_AreWidenedExactly()
    {
        byte[] half = new byte[2];
        BinaryPrimitives.WriteHalfLittleEndian(half, (Half)(-1.5f));
        WriteRaw("""{"h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]}}""", [.. half, 0x40, 0x40]);

        var read = SafetensorsFile.Read(File1);

        Assert.Equal([-1.5f], read["h"].Values);
        Assert.Equal([3.0f], read["b"].Values);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "8 bytes")] // shape and range disagree
    [InlineData("""{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}""", "ends by 8")] // behind the end
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "-4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "follows 8")] // overlap
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", "more than the file holds")] // overflow
    [InlineData("""{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", "'I64'")]
    [InlineData("""{"a":{"shape":[1]}}""", "header")]
    [InlineData("""{"a":7}""", "header")]
    [InlineData("not json", "header")]
    public void Read_HostileHeader_IsRefusedWithTheReason(string header, string reason)
    {
        WriteRaw(header, new byte[8]);

        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(File1));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    public void Read_CutOffFile_IsRefused(int length)
    {
        WriteRaw("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        File.WriteAllBytes(File1, File.ReadAllBytes(File1)[..length]);

        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(File1));
    }

    [Fact]
    public void Read_RandomlyChangedFiles_NeverFailOtherwise()
    {
        SafetensorsFile.Write(File1, new Dictionary<string, TensorData> { ["a"] = new([2, 2], [1, 2, 3, 4]), ["b"] = new([3], [5, 6, 7]) });
        var whole = File.ReadAllBytes(File1);
        var random = new Random(3);
        var refused = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var changed = whole.ToArray();
            for (var change = 0; change < 3; change++)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(File1, changed);
            try
            {
                SafetensorsFile.Read(File1);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > 500, $"{refused} refused");
    }

    private void WriteRaw(string header, byte[] values)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        File.WriteAllBytes(File1, [.. length, .. bytes, .. values]);
    }
}
