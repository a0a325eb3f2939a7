using DialClip.Training.Heads.Examples;

namespace DialClip.Training.Tests.Heads.Examples;

public sealed class GridFileTests : IDisposable
{
    private static readonly string First = new('a', 64);
    private static readonly string Second = new('b', 64);

    private readonly TemporaryFolder folder = new();

    private string FilePath => Path.Combine(folder.Path, "grids");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_AfterAnInterruptedWrite_KeepsWhatIsWhole()
    {
        using (var written = new GridFile(FilePath, 2))
        {
            written.Add(First, [1, 2, 3, 4]);
            written.Add(Second, [5, 6, 7, 8]);
        }
        using (var file = File.OpenWrite(FilePath))
            file.SetLength(file.Length - 1);

        using var sut = new GridFile(FilePath, 2);

        var values = new byte[4];
        sut.Read(First, values);
        Assert.Equal([1, 2, 3, 4], values);
        Assert.False(sut.Contains(Second));
    }

    [Fact]
    public void Open_OtherFile_SaysWhatToDo()
    {
        File.WriteAllText(FilePath, "something else");

        var error = Assert.Throws<InvalidDataException>(() => new GridFile(FilePath, 2));

        Assert.Contains("Delete it", error.Message, StringComparison.Ordinal);
    }
}
