namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>A dialog that waits for an answer.</summary>
internal sealed class DialogInstance
{
    public int Step { get; set; }

    public Dictionary<string, string> Answers { get; set; } = [];
}
