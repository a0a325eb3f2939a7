namespace DialClip.Bot.Host.DirectLine;

/// <summary>What a reader gets at once.</summary>
/// <param name="Json">{"activities":[…],"watermark":"…"}, as Direct Line sends it.</param>
/// <param name="Count">How many activities it holds.</param>
/// <param name="Watermark">What the reader shows to get what follows.</param>
/// <param name="Complete">Whether nothing more is there yet.</param>
/// <param name="More">Ends when something follows.</param>
internal sealed record ActivityBatch(byte[] Json, int Count, string Watermark, bool Complete, Task More);
