using DialClip.Training.Hub;

namespace DialClip.Training.Tests.Hub;

public sealed class HubRepositoryTests
{
    [Fact]
    public void TryParse_OwnerAndName_GivesBoth()
    {
        var repository = HubRepository.TryParse("laion/CLIP-ViT-B-32_2B.s34b")!;

        Assert.Equal(new HubRepository("laion", "CLIP-ViT-B-32_2B.s34b"), repository);
        Assert.Equal("laion--CLIP-ViT-B-32_2B.s34b", repository.FolderName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("clip")]
    [InlineData("a/b/c")]
    [InlineData("a/")]
    [InlineData("/b")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a/b..c")]
    [InlineData("a/.hidden")]
    [InlineData("a/-flag")]
    [InlineData("a/b?c")]
    [InlineData("a/b#c")]
    [InlineData("a\\b/c")]
    [InlineData("a/b c")]
    [InlineData("a/b%2f")]
    [InlineData("ä/b")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.Null(HubRepository.TryParse(text));

    [Fact]
    public void TryParse_TooLong_IsRefused()
    {
        Assert.NotNull(HubRepository.TryParse("a/" + new string('b', 96)));
        Assert.Null(HubRepository.TryParse("a/" + new string('b', 97)));
    }

    [Theory]
    [InlineData("main", true)]
    [InlineData("refs/pr/15", true)]
    [InlineData("v1.0-beta_2", true)]
    [InlineData("", false)]
    [InlineData("/main", false)]
    [InlineData("a//b", false)]
    [InlineData("a/", false)]
    [InlineData("a/../b", false)]
    [InlineData("a/.b", false)]
    [InlineData("a..b", false)]
    [InlineData("-x", false)]
    [InlineData("a b", false)]
    [InlineData("a?b", false)]
    [InlineData("a%2f", false)]
    public void IsRevision_Text_IsJudged(string text, bool valid) =>
        Assert.Equal(valid, HubRepository.IsRevision(text));
}
