using DialClip.Bot.Privacy;
using DialClip.Experiments;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Privacy;

/// <summary>Hashers of ids for tests.</summary>
internal static class Hashers
{
    /// <summary>Gets a hasher as it is without settings.</summary>
    public static IdHasher WithoutKey { get; } = Create("");

    /// <summary>Creates a hasher with a key, base64.</summary>
    public static IdHasher Create(string key)
    {
        var options = Options.Create(new ExperimentOptions { UnitKey = key });
        return new(new(options), options);
    }
}
