namespace DialClip.Bot.Privacy;

/// <summary>The name of a conversation in logs: a hash of its id, computed by <see cref="IdHasher"/>.</summary>
public readonly record struct ConversationHash
{
    private readonly string? digits;

    internal ConversationHash(string digits) => this.digits = digits;

    /// <summary>Gets 32 hexadecimal digits.</summary>
    public override string ToString() => digits ?? "";
}
