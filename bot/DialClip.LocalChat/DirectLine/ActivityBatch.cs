namespace DialClip.LocalChat.DirectLine;

/// <summary>The activities that a reader receives at once.</summary>
/// <param name="Json">{"activities":[…],"watermark":"…"}, as Direct Line sends it.</param>
/// <param name="Count">The number of activities.</param>
/// <param name="Watermark">The position from which the reader continues.</param>
/// <param name="IsComplete">Whether no further activities exist yet.</param>
/// <param name="More">Completes when a further activity exists.</param>
internal sealed record ActivityBatch(byte[] Json, int Count, string Watermark, bool IsComplete, Task More);
