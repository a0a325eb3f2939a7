using System.Text.Json;
using DialClip.Encoders.Text;

namespace DialClip.Encoders.Tests.Text;

public sealed class ClipTokenizerGoldenTests
{
    private static readonly string Golden = Path.Combine(RepositoryPaths.SharedData, "golden");

    [RequiresTheory(Tool.Golden)]
    [InlineData("checkpoint-hf")]
    [InlineData("checkpoint-openclip")]
    [InlineData("bpe_simple_vocab_16e6.txt.gz")]
    public void Encode_GoldenTexts_GivesTheirIds(string vocabulary)
    {
        var path = Path.Combine(Golden, vocabulary);
        var sut = Directory.Exists(path) ? ClipTokenizer.Load(path) : ClipTokenizer.FromMerges(path);
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden, "tokenizer.json")));

        var cases = golden.RootElement.GetProperty("cases").EnumerateArray().ToList();

        Assert.NotEmpty(cases);
        Assert.All(
            cases,
            expected =>
            {
                var text = expected.GetProperty("text").GetString()!;
                Assert.Equal(Ids(expected, "ids"), sut.EncodeText(text, int.MaxValue));
                Assert.Equal(Ids(expected, "input_ids"), sut.Encode(text));
            }
        );
    }

    private static IEnumerable<int> Ids(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(id => id.GetInt32());
}
