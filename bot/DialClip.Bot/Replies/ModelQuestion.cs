using DialClip.Bot.Conversation;
using DialClip.Bot.Turns;
using DialClip.Model.Indexing;

namespace DialClip.Bot.Replies;

/// <summary>What the model is asked.</summary>
/// <param name="Earlier">The turns before the message, oldest first.</param>
/// <param name="Message">The message, which holds a text, a picture or both.</param>
/// <param name="Head">The head as the settings name it; null for the default one.</param>
/// <param name="Catalog">The catalog as the settings name it; null for the default one.</param>
/// <param name="Admits">Which items may be sent at all.</param>
/// <param name="Top">The most items of each kind.</param>
internal sealed record ModelQuestion(
    IReadOnlyList<StoredTurn> Earlier,
    IncomingMessage Message,
    string? Head,
    string? Catalog,
    Func<CatalogItem, bool>? Admits,
    int Top
);
