using System.Security.Cryptography;
using System.Text;

namespace DialClip.Training.Data;

/// <summary>A recorded dialog and the replies that fit it.</summary>
/// <param name="Id">Unique within a data set; the split hangs on it.</param>
/// <param name="Turns">Messages, oldest first; the last one is the input.</param>
/// <param name="Accept">Catalog ids of fitting replies, best first; empty when the bot should stay silent.</param>
internal sealed record DialogRecord(string Id, IReadOnlyList<DialogMessage> Turns, IReadOnlyList<string> Accept)
{
    private const string TextPrefix = "text:";

    /// <summary>Gets the message to answer.</summary>
    public DialogMessage Input => Turns[^1];

    /// <summary>Gets the accepted stickers.</summary>
    public IEnumerable<string> AcceptedPictures => Accept.Where(id => !IsText(id));

    /// <summary>Gets the accepted texts.</summary>
    public IEnumerable<string> AcceptedTexts => Accept.Where(IsText);

    /// <summary>Gets the split: 70 % train, 10 % validation, 20 % test, by a hash of the id that no run and no machine changes.</summary>
    public DialogSplit Split
    {
        get
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Id));
            var bucket = BitConverter.ToUInt32([hash[3], hash[2], hash[1], hash[0]]) % 10;
            return bucket switch { < 7 => DialogSplit.Train, 7 => DialogSplit.Validation, _ => DialogSplit.Test };
        }
    }

    private static bool IsText(string id) => id.StartsWith(TextPrefix, StringComparison.Ordinal);
}
