using System.Security.Cryptography;
using System.Text;

namespace DialClip.Training.Data.Dialogs;

/// <summary>A split by SHA-256, stable across runs and machines: 70 % train, 10 % validation, 20 % test.</summary>
internal static class HashSplit
{
    /// <summary>Gets the split of a name.</summary>
    public static DialogSplit GetSplit(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        var bucket = BitConverter.ToUInt32([hash[3], hash[2], hash[1], hash[0]]) % 10;
        return bucket switch
        {
            < 7 => DialogSplit.Train,
            7 => DialogSplit.Validation,
            _ => DialogSplit.Test,
        };
    }
}
