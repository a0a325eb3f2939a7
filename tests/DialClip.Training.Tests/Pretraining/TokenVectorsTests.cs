using DialClip.Encoders.Text;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Pretraining;

namespace DialClip.Training.Tests.Pretraining;

public sealed class TokenVectorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dialclip-vectors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_ThePackagesFormat_KeepsTheMostFrequentWordsInOrder()
    {
        var words = WordVectors.Read(
            Write(
                """
                {"precision":8,"l2NormIndex":2,"wordIndex":3,"size":3,"dimensions":2,"words":["the","cat","hello"],
                "vectors":{"hello":[5,6,1,2],"the":[1,2,1,0],"cat":[3,4,1,1]},"unkVector":[0]}
                """
            ),
            limit: 2
        );

        Assert.Equal(["the", "cat"], words.Vectors.Select(entry => entry.Word));
        Assert.Equal([3f, 4f], words.Vectors[1].Values);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"vectors":{"the":[1,2]}}""")]
    [InlineData("""{"dimensions":2,"wordIndex":3}""")]
    public void Read_SomethingElse_SaysSo(string json) =>
        Assert.Throws<InvalidDataException>(() => WordVectors.Read(Write(json), 10));

    [Fact]
    public void Make_WholeWordTokens_TakeTheirWordsDirection()
    {
        using var vocabulary = new TinyVocabulary();
        var tokenizer = ClipTokenizer.Load(vocabulary.Folder);
        var words = new WordVectors(2, [("cat", [3f, 0f]), ("hello", [0f, 3f]), ("llama", [-3f, -3f])]);

        var table = TokenVectors.Build(words, tokenizer, width: 4, seed: 1);

        Assert.Equal(tokenizer.VocabularySize * 4, table.Length);
        var (cat, hello) = (tokenizer.EncodeText("cat", 1).Single(), tokenizer.EncodeText("hello", 1).Single());
        Assert.True(table[cat * 4] > 1.5 && Math.Abs(table[cat * 4 + 1]) < 0.3);
        Assert.True(table[hello * 4 + 1] > 1.5 && Math.Abs(table[hello * 4]) < 0.3);
        Assert.Equal(table, TokenVectors.Build(words, tokenizer, 4, 1));
    }

    private string Write(string json)
    {
        var file = Path.Combine(folder, "vectors.json");
        File.WriteAllText(file, json);
        return file;
    }
}
