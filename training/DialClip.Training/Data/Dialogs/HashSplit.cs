using System.Security.Cryptography;
using System.Text;

namespace DialClip.Training.Data.Dialogs;

/// <summary>Splits by a hash of the name, which no run and no machine changes: 70 % train, 10 % validation, 20 % test.</summary>
internal static class HashSplit
{
    /// <summary>Gets the part that a name belongs to.</summary>
    public static DialogSplit Of(string name)
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
