using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Model.Loading;

/// <summary>A head with everything that it answers from.</summary>
/// <param name="Head">The head.</param>
/// <param name="Index">The catalog's items as this head sees them.</param>
/// <param name="Backbone">The towers.</param>
/// <param name="Catalog">The items.</param>
public sealed record LoadedHead(DialogHead Head, CandidateIndex Index, Backbone Backbone, Catalog Catalog);
