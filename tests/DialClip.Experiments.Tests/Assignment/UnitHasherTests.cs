using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using DialClip.Experiments.Assignment;
using Microsoft.Extensions.Options;

namespace DialClip.Experiments.Tests.Assignment;

public sealed class UnitHasherTests
{
    private static readonly ExperimentUnit Unit = new("user", "sms\n+491701234567");

    [Fact]
    public void Hash_WithoutAKey_IsTheUnitsOwn() => Assert.Equal(Unit.Hash, CreateSut("").Hash(Unit));

    [Fact]
    public void Hash_WithAKey_IsItsHmac()
    {
        var key = Enumerable.Range(0, 32).Select(number => (byte)number).ToArray();

        var hash = CreateSut(Convert.ToBase64String(key)).Hash(Unit);

        Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("user\nsms\n+491701234567")))[
                ..32
            ],
            hash
        );
        Assert.NotEqual(hash, CreateSut(Convert.ToBase64String(new byte[16])).Hash(Unit));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("no base64 at all, though long", false)]
    public void Validate_Key_TakesBase64OfSixteenBytesAndNeverTellsIt(string key, bool good)
    {
        var options = new ExperimentOptions { UnitKey = key };
        var problems = new List<ValidationResult>();

        Assert.Equal(good, Validator.TryValidateObject(options, new(options), problems, validateAllProperties: true));

        Assert.Equal(good ? 0 : 1, problems.Count);
        Assert.All(problems, problem => Assert.DoesNotContain(key, problem.ErrorMessage!, StringComparison.Ordinal));
    }

    private static UnitHasher CreateSut(string key) => new(Options.Create(new ExperimentOptions { UnitKey = key }));
}
