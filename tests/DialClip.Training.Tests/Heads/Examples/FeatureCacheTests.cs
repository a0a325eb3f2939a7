using DialClip.Training.Heads.Examples;

namespace DialClip.Training.Tests.Heads.Examples;

public sealed class FeatureCacheTests : IDisposable
{
    private static readonly string Digest = new('a', 64);

    private readonly string root = Directory.CreateTempSubdirectory("dialclip-features-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void GetOrAdd_OpenedAgain_MakesNothingTwice()
    {
        using (var first = FeatureCache.Open(root, Digest, 2))
            first.GetOrAdd(FeatureCache.ComputeKey("hello"), () => [1, 2]);

        using var sut = FeatureCache.Open(root, Digest, 2);

        Assert.Equal(
            [1f, 2f],
            sut.GetOrAdd(FeatureCache.ComputeKey("hello"), () => throw new InvalidOperationException("made twice"))
        );
        // A picture of the same bytes has another key.
        Assert.Equal([3f, 4f], sut.GetOrAdd(FeatureCache.ComputeKey("hello"u8), () => [3, 4]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Open_FileCutOff_KeepsWhatIsWholeAndGoesOn(int missing)
    {
        using (var first = FeatureCache.Open(root, Digest, 2))
        {
            first.GetOrAdd(FeatureCache.ComputeKey("one"), () => [1, 1]);
            first.GetOrAdd(FeatureCache.ComputeKey("two"), () => [2, 2]);
        }
        var file = Assert.Single(Directory.GetFiles(root));
        using (var stream = File.OpenWrite(file))
            stream.SetLength(stream.Length - missing);

        using (var sut = FeatureCache.Open(root, Digest, 2))
        {
            Assert.Equal(1, sut.Count);
            sut.GetOrAdd(FeatureCache.ComputeKey("two"), () => [5, 5]);
        }

        using var reopened = FeatureCache.Open(root, Digest, 2);
        Assert.Equal(
            [5f, 5f],
            reopened.GetOrAdd(FeatureCache.ComputeKey("two"), () => throw new InvalidOperationException("made twice"))
        );
    }

    [Fact]
    public void Open_OtherFileOrWidth_RefusesAndKeepsIt()
    {
        using (FeatureCache.Open(root, Digest, 2)) { }
        var file = Assert.Single(Directory.GetFiles(root));

        Assert.Throws<InvalidDataException>(() => FeatureCache.Open(root, Digest, 3));
        File.WriteAllText(file, "something else entirely");

        Assert.Throws<InvalidDataException>(() => FeatureCache.Open(root, Digest, 2));
        Assert.Equal("something else entirely", File.ReadAllText(file));
    }
}
