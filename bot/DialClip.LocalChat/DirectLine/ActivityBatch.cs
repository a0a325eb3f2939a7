using System.Globalization;
using System.Text;

namespace DialClip.LocalChat.DirectLine;

/// <summary>The activities that a reader receives at once.</summary>
/// <param name="Json">{"activities":[…],"watermark":"…"}, as Direct Line sends it.</param>
/// <param name="Count">The number of activities.</param>
/// <param name="Watermark">The position from which the reader continues.</param>
/// <param name="IsComplete">Whether no further activities exist yet.</param>
/// <param name="More">Completes when a further activity exists.</param>
internal sealed record ActivityBatch(byte[] Json, int Count, string Watermark, bool IsComplete, Task More)
{
    /// <summary>Writes activities as Direct Line sends them.</summary>
    public static byte[] WriteJson(IReadOnlyList<StoredActivity> activities, long watermark)
    {
        using var json = new MemoryStream();
        json.Write("{\"activities\":["u8);
        for (var index = 0; index < activities.Count; index++)
        {
            if (index > 0)
                json.Write(","u8);
            json.Write(activities[index].Json);
        }
        json.Write(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"],\"watermark\":\"{watermark}\"}}"))
        );
        return json.ToArray();
    }
}
