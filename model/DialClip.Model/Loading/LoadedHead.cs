using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Model.Loading;

/// <summary>A head with its index, backbone and catalog.</summary>
/// <param name="Head">The head.</param>
/// <param name="Index">The index of the catalog's items for this head.</param>
/// <param name="Backbone">The towers.</param>
/// <param name="Catalog">The items.</param>
public sealed record LoadedHead(DialogHead Head, CandidateIndex Index, Backbone Backbone, Catalog Catalog);
