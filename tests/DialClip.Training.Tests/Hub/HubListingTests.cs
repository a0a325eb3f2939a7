using System.Text;
using DialClip.Training.Hub;

namespace DialClip.Training.Tests.Hub;

public sealed class HubListingTests
{
    private const string Commit = HubServer.Commit;

    [Fact]
    public void Parse_Entries_GivesSizesAndDigests()
    {
        var sha256 = new string('A', 64);
        var blob = new string('b', 40);

        var listing = Parse(
            $$"""
            {"sha":"{{Commit}}","siblings":[
                {"rfilename":"config.json","size":7,"blobId":"{{blob}}"},
                {"rfilename":"vocab.json","size":8,"oid":"{{blob}}"},
                {"rfilename":"merges.txt","size":9},
                {"rfilename":"model.safetensors","size":10,"blobId":"{{blob}}",
                    "lfs":{"sha256":"{{sha256}}","size":10} },
                {"rfilename":"pytorch_model.bin","size":11}]}
            """
        );

        Assert.Equal(Commit, listing.Commit);
        Assert.Equal(new HubFile("config.json", 7, blob), listing.Files["config.json"]);
        Assert.Equal(new HubFile("vocab.json", 8, blob), listing.Files["vocab.json"]);
        Assert.Equal(new HubFile("merges.txt", 9, null), listing.Files["merges.txt"]);
        Assert.Equal(
            new HubFile("model.safetensors", 10, sha256.ToLowerInvariant()),
            listing.Files["model.safetensors"]
        );
        Assert.Equal(["pytorch_model.bin"], listing.Pickles);
    }

    [Theory]
    [InlineData("""{"rfilename":"config.json"}""", "no size")]
    [InlineData("""{"rfilename":"config.json","size":0}""", "0 bytes")]
    [InlineData("""{"rfilename":"config.json","size":-1}""", "-1 bytes")]
    [InlineData("""{"rfilename":"config.json","size":1.5}""", "no size")]
    [InlineData("""{"rfilename":"config.json","size":"7"}""", "no size")]
    [InlineData("""{"rfilename":"config.json","size":9000000000000000000}""", "9000000000000000000 bytes")]
    [InlineData("""{"rfilename":"config.json","size":7,"lfs":{"size":8}}""", "7 bytes and with 8 bytes")]
    [InlineData("""{"rfilename":"config.json","size":7,"lfs":{"sha256":"abc"}}""", "'sha256'")]
    [InlineData("""{"rfilename":"config.json","size":7,"blobId":"zz"}""", "'blobId'")]
    [InlineData("""{"rfilename":"config.json","size":7},{"rfilename":"config.json","size":7}""", "twice")]
    [InlineData("""{"size":7}""", "not a listing")]
    [InlineData("7", "not a listing")]
    public void Parse_EntryThatMakesNoSense_SaysWhich(string entries, string named)
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            Parse($$"""{"sha":"{{Commit}}","siblings":[{{entries}}]}""")
        );

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>", "not a listing")]
    [InlineData("[]", "not a listing")]
    [InlineData("""{"siblings":[]}""", "not a listing")]
    [InlineData("""{"sha":"main","siblings":[]}""", "no commit")]
    [InlineData("""{"sha":"../../../../../../../../../../../../etc/pass","siblings":[]}""", "no commit")]
    [InlineData("""{"sha":null,"siblings":[]}""", "no commit")]
    [InlineData("""{"sha":"0123456789abcdef0123456789abcdef01234567"}""", "not a listing")]
    public void Parse_NoListing_SaysSo(string json, string named) =>
        Assert.Contains(
            named,
            Assert.Throws<InvalidDataException>(() => Parse(json)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("model.safetensors", true)]
    [InlineData("a-b_c.1.json", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData(".gitattributes", false)]
    [InlineData("-rf.json", false)]
    [InlineData("a..b", false)]
    [InlineData("../a.json", false)]
    [InlineData("a/b.json", false)]
    [InlineData("a\\b.json", false)]
    [InlineData("/a.json", false)]
    [InlineData("C:a.json", false)]
    [InlineData("a.json\0", false)]
    [InlineData("a b.json", false)]
    [InlineData("ä.json", false)]
    public void IsPlainName_Name_IsJudged(string name, bool plain) => Assert.Equal(plain, HubFile.IsPlainName(name));

    private static HubListing Parse(string json) => HubListing.Parse(Encoding.UTF8.GetBytes(json));
}
