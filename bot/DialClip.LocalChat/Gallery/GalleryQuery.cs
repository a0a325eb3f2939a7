using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;

namespace DialClip.LocalChat.Gallery;

/// <summary>What the gallery asks for.</summary>
/// <param name="Catalog">The catalog's reference in the settings; null for the default one.</param>
/// <param name="Text">The sentence to rank for; null for none.</param>
/// <param name="Earlier">The texts before it, oldest first: user and bot in turn, the last the bot's.</param>
/// <param name="Picture">A picture to rank for, base64; null for none.</param>
/// <param name="Kind">The modality of the items.</param>
/// <param name="Tags">The tags that items have to have, one value of each.</param>
/// <param name="Wordless">Whether to take pictures alone that nobody has described.</param>
/// <param name="Offset">The items before the first one.</param>
/// <param name="Count">The most items.</param>
/// <param name="Ids">The items whose parts are asked for.</param>
internal sealed record GalleryQuery(
    string? Catalog = null,
    string? Text = null,
    IReadOnlyList<string>? Earlier = null,
    string? Picture = null,
    Modality Kind = Modality.Picture,
    IReadOnlyDictionary<string, string>? Tags = null,
    bool Wordless = false,
    int Offset = 0,
    int Count = 60,
    IReadOnlyList<string>? Ids = null
)
{
    private const int MaxText = 2_000;
    private const int MaxEarlier = 8;
    private const int MaxOffset = 200_000;
    private const int MaxCount = 120;
    private const int MaxParts = 24;
    private const int MaxTags = 16;

    /// <summary>Gets whether items are ranked, not only listed.</summary>
    public bool IsRanked => !string.IsNullOrWhiteSpace(Text) || Picture is not null;

    /// <summary>Finds what is wrong with the query; null for nothing.</summary>
    public string? FindError() =>
        this switch
        {
            { Text.Length: > MaxText } => $"'text' has more than {MaxText} characters.",
            { Earlier.Count: > MaxEarlier } => $"'earlier' has more than {MaxEarlier} texts.",
            _ when Earlier?.Any(text => text is null or { Length: > MaxText }) == true =>
                $"A text of 'earlier' is missing or has more than {MaxText} characters.",
            { Tags.Count: > MaxTags } => $"'tags' has more than {MaxTags} names.",
            { Offset: < 0 or > MaxOffset } => $"'offset' is {Offset}, expected 0 to {MaxOffset}.",
            { Count: < 1 or > MaxCount } => $"'count' is {Count}, expected 1 to {MaxCount}.",
            { Ids.Count: > MaxParts } => $"'ids' has more than {MaxParts} items.",
            _ => null,
        };

    /// <summary>Determines whether an item may be shown.</summary>
    public bool Admits(CatalogItem item) =>
        item.Modality == Kind
        && (!Wordless || IsWordless(item))
        && (Tags ?? new Dictionary<string, string>()).All(tag =>
            item.Tags.TryGetValue(tag.Key, out var values)
            && values.Contains(tag.Value, StringComparer.OrdinalIgnoreCase)
        );

    /// <summary>Determines whether nobody has said what a picture shows.</summary>
    public static bool IsWordless(CatalogItem item) =>
        item is { Modality: Modality.Picture, Caption: null, Keywords.Count: 0 }
        && string.IsNullOrWhiteSpace(item.Name);

    /// <summary>Creates the dialog to rank for.</summary>
    /// <exception cref="ImageFormatException">The picture cannot be used.</exception>
    /// <exception cref="FormatException">The picture is no base64.</exception>
    public DialogContext CreateContext(CancellationToken cancellationToken)
    {
        var picture = Picture is null
            ? null
            : ImageDecoder.Decode(Convert.FromBase64String(Picture), limits: null, cancellationToken);
        var texts = (Earlier ?? []).Where(text => !string.IsNullOrWhiteSpace(text)).ToList();
        // The last text before the user's is the bot's.
        var earlier = texts.Select(
            (text, index) => DialogTurn.FromText((texts.Count - index) % 2 == 1 ? Speaker.Bot : Speaker.User, text)
        );
        return DialogContext.FromMessages(earlier, Text, picture, Speaker.User);
    }
}
