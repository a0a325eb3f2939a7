using DialClip.Bot.Media;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Media;

public sealed class MediaSignerTests
{
    private static readonly string KeyA = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);
    private static readonly string KeyB = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 40)]);
    private static readonly MediaAddress Address = new("0123456789ab", "w1024", "bird.png");

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2030, 1, 1, 10, 0, 1, TimeSpan.Zero));

    [Fact]
    public void Remaining_OwnLink_IsGoodForItsLifetimeAndAtMostAnHourMore()
    {
        var sut = CreateSut(KeyA);
        var (expires, signature) = Sign(sut);

        Assert.InRange(
            sut.GetRemainingLifetime(Address, expires, signature)!.Value,
            TimeSpan.FromDays(1),
            TimeSpan.FromHours(25)
        );

        var end = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(expires, System.Globalization.CultureInfo.InvariantCulture)
        );
        time.SetUtcNow(end.AddSeconds(-1));
        Assert.Equal(TimeSpan.FromSeconds(1), sut.GetRemainingLifetime(Address, expires, signature));
        time.SetUtcNow(end);
        Assert.Null(sut.GetRemainingLifetime(Address, expires, signature));
    }

    [Fact]
    public void Remaining_AnyPartChanged_IsNone()
    {
        var sut = CreateSut(KeyA);
        var (expires, signature) = Sign(sut);
        var other = (signature[0] == 'A' ? 'B' : 'A') + signature[1..];

        Assert.NotNull(sut.GetRemainingLifetime(Address, expires, signature));
        Assert.Null(sut.GetRemainingLifetime(Address with { Catalog = "0123456789ac" }, expires, signature));
        Assert.Null(sut.GetRemainingLifetime(Address with { Rendition = null }, expires, signature));
        Assert.Null(sut.GetRemainingLifetime(Address with { Rendition = "w512" }, expires, signature));
        Assert.Null(sut.GetRemainingLifetime(Address with { File = "bird.jpg" }, expires, signature));
        Assert.Null(
            sut.GetRemainingLifetime(Address with { Rendition = null, File = "w1024/bird.png" }, expires, signature)
        );
        Assert.Null(sut.GetRemainingLifetime(Address, "9" + expires, signature));
        Assert.Null(sut.GetRemainingLifetime(Address, "0" + expires, signature));
        Assert.Null(sut.GetRemainingLifetime(Address, expires + "\0", signature));
        Assert.Null(sut.GetRemainingLifetime(Address, expires, other));
        Assert.Null(sut.GetRemainingLifetime(Address, expires, signature[..^1]));
        Assert.Null(sut.GetRemainingLifetime(Address, expires, signature + "="));
        Assert.Null(sut.GetRemainingLifetime(Address, expires, ""));
        Assert.Null(sut.GetRemainingLifetime(Address, expires, null));
        Assert.Null(sut.GetRemainingLifetime(Address, null, signature));
        Assert.Null(sut.GetRemainingLifetime(Address, "soon", signature));
    }

    [Fact]
    public void Query_SameHour_IsTheSameAndThenAnother()
    {
        var sut = CreateSut(KeyA);
        var first = sut.CreateQuery(Address);

        time.SetUtcNow(new(2030, 1, 1, 11, 0, 0, TimeSpan.Zero));
        Assert.Equal(first, sut.CreateQuery(Address));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, sut.CreateQuery(Address));
    }

    [Fact]
    public void Query_ShortLifetime_IsNotStretchedToAnHour()
    {
        var sut = CreateSut(KeyA, lifetime: TimeSpan.FromMinutes(1));
        var (expires, signature) = Sign(sut);

        Assert.InRange(
            sut.GetRemainingLifetime(Address, expires, signature)!.Value,
            TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(2)
        );
    }

    [Fact]
    public void Query_Signature_Has128BitsAndAnotherForEachKey()
    {
        var (_, one) = Sign(CreateSut(KeyA));
        var (_, two) = Sign(CreateSut(KeyB));

        Assert.Equal(16, WebEncoders.Base64UrlDecode(one).Length);
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void Remaining_KeyWasChanged_OldLinksStayGoodOnlyWithThePreviousKey()
    {
        var (expires, signature) = Sign(CreateSut(KeyA));

        Assert.NotNull(CreateSut(KeyB, previous: KeyA).GetRemainingLifetime(Address, expires, signature));
        Assert.Null(CreateSut(KeyB).GetRemainingLifetime(Address, expires, signature));
        // New links are signed with the new key.
        var (_, renewed) = Sign(CreateSut(KeyB, previous: KeyA));
        Assert.Equal(Sign(CreateSut(KeyB)).Signature, renewed);
    }

    [Fact]
    public void Constructor_PrivateWithoutKey_SaysThatLinksEndWithTheProcess()
    {
        var logger = new FakeLogger<MediaSigner>();
        var one = CreateSut("", logger: logger);
        var (expires, signature) = Sign(one);

        Assert.NotNull(one.GetRemainingLifetime(Address, expires, signature));
        Assert.Null(CreateSut("").GetRemainingLifetime(Address, expires, signature));
        Assert.Equal(LogLevel.Warning, logger.LatestRecord.Level);
        Assert.Contains("'DialClip:Media:SigningKey'", logger.LatestRecord.Message, StringComparison.Ordinal);
    }

    private MediaSigner CreateSut(
        string key,
        string previous = "",
        TimeSpan? lifetime = null,
        FakeLogger<MediaSigner>? logger = null
    ) =>
        new(
            Options.Create(
                new MediaOptions
                {
                    Private = true,
                    SigningKey = key,
                    PreviousSigningKey = previous,
                    LinkLifetime = lifetime ?? TimeSpan.FromDays(1),
                }
            ),
            time,
            logger ?? new()
        );

    private static (string Expires, string Signature) Sign(MediaSigner signer)
    {
        var query = QueryHelpers.ParseQuery(signer.CreateQuery(Address));
        return (query[MediaSigner.Expires].ToString(), query[MediaSigner.Signature].ToString());
    }
}
