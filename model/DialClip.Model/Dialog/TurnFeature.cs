namespace DialClip.Model.Dialog;

/// <summary>The feature of a turn, stored so that it is computed once.</summary>
/// <param name="BackboneDigest">
/// The digest of the backbone export that made it; another export's towers must make it anew.
/// </param>
/// <param name="Values">The feature, D values of unit length.</param>
public sealed record TurnFeature(string BackboneDigest, Half[] Values);
