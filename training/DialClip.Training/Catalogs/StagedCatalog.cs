using DialClip.Model.Indexing;

namespace DialClip.Training.Catalogs;

/// <summary>A version of a catalog that is written and not yet found by readers.</summary>
/// <param name="Reference">The path that it will have in the store.</param>
/// <param name="Catalog">The catalog.</param>
internal sealed record StagedCatalog(string Reference, Catalog Catalog);
