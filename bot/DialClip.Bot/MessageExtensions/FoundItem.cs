using DialClip.Model.Indexing;

namespace DialClip.Bot.MessageExtensions;

/// <summary>An item that a search found.</summary>
/// <param name="Item">The item.</param>
/// <param name="CatalogDigest">The digest of its catalog.</param>
internal sealed record FoundItem(CatalogItem Item, string CatalogDigest);
