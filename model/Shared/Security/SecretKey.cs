using System.ComponentModel.DataAnnotations;

namespace DialClip.Shared.Security;

/// <summary>Keys in settings: base64 of random bytes.</summary>
internal static class SecretKey
{
    /// <summary>Decodes a key; null when it is not base64.</summary>
    public static byte[]? Decode(string key)
    {
        var bytes = new byte[key.Length];
        return Convert.TryFromBase64String(key, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>Validates a key, whose text the message does not repeat; an empty one is none.</summary>
    public static ValidationResult? Validate(string name, string key, int minBytes) =>
        key.Length == 0 || Decode(key) is { } bytes && bytes.Length >= minBytes
            ? ValidationResult.Success
            : new(
                $"'{name}' has {key.Length} characters, expected base64 of at least {minBytes} random bytes, "
                    + "such as 'openssl rand -base64 32' prints.",
                [name]
            );
}
