using System.Security.Cryptography;
using System.Text;
using DialClip.Shared.Security;
using Microsoft.Extensions.Options;

namespace DialClip.Experiments.Assignment;

/// <summary>
/// Hashes units. With a key nobody else can find the id of a hash by trying all ids, such as phone numbers.
/// </summary>
public sealed class UnitHasher(IOptions<ExperimentOptions> options)
{
    // As many digits as without a key: 128 bits.
    private const int HashBytes = 16;

    private readonly byte[]? key = options.Value.UnitKey.Length > 0 ? SecretKey.Decode(options.Value.UnitKey) : null;

    /// <summary>
    /// Computes 32 hexadecimal digits: HMAC-SHA256 over kind and id under 'DialClip:Experiments:UnitKey', or
    /// <see cref="ExperimentUnit.Hash"/> where there is no key.
    /// </summary>
    public string Hash(ExperimentUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return key is null
            ? unit.Hash
            : Convert
                .ToHexString(
                    HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{unit.Kind}\n{unit.Id}")).AsSpan(0, HashBytes)
                )
                .ToLowerInvariant();
    }
}
