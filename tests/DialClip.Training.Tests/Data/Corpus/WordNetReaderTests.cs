using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Tests.Data.Corpus;

public sealed class WordNetReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-wordnet-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_SmallDatabase_GivesLemmasGlossExamplesRelationsAndCounts()
    {
        Write(
            "00000100 05 n 02 dog 0 domestic_Dog 1 001 @ 00000200 n 0000 | a tame canine; \"the dog barked all night\"",
            "00000200 05 n 01 canine 0 002 ~ 00000100 n 0000 ! 00000100 n 0101 | a beast -- said of dogs"
        );
        File.WriteAllText(Path.Combine(folder, "cntlist.rev"), "dog%1:05:00:: 1 42\n");

        var synsets = WordNetReader.Read(folder);

        Assert.Equal(["dog", "domestic dog"], synsets[0].Lemmas);
        Assert.Equal("a tame canine", synsets[0].Definition);
        Assert.Equal(["the dog barked all night"], synsets[0].Examples);
        Assert.Equal([1], synsets[0].Related);
        Assert.Equal(42, synsets[0].Count);
        Assert.Equal("a beast", synsets[1].Definition);
        Assert.Equal([0], synsets[1].Related); // the antonym pointer is left out
    }

    [Fact]
    public void Read_BrokenLine_NamesFileAndLine()
    {
        Write("00000100 05 n 02 dog 0");

        var error = Assert.Throws<InvalidDataException>(() => WordNetReader.Read(folder));

        Assert.Contains("data.noun:2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FolderWithoutDatabase_SaysWhatToInstall()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => WordNetReader.Read(folder));

        Assert.Contains("wordnet-base", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.WordNet)]
    public void Read_WordNet30_HasItsPublishedNumberOfSynsets()
    {
        var synsets = WordNetReader.Read("/usr/share/wordnet");

        Assert.Equal(117_659, synsets.Count); // wnstats(7WN)
        Assert.Contains(synsets, synset => synset.Lemmas.Contains("promotion") && synset.Examples.Count > 0);
    }

    private void Write(params string[] nouns)
    {
        File.WriteAllLines(Path.Combine(folder, "data.noun"), ["  1 This line belongs to the licence.", .. nouns]);
        foreach (var other in new[] { "data.verb", "data.adj", "data.adv", "cntlist.rev" })
            File.WriteAllText(Path.Combine(folder, other), "");
    }
}
