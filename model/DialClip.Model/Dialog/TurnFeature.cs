namespace DialClip.Model.Dialog;

/// <summary>What a frozen tower makes of one turn, kept so that it is made once.</summary>
/// <param name="BackboneDigest">The digest of the backbone export that made it; another export's towers must make it anew.</param>
/// <param name="Values">The feature, D values of unit length.</param>
public sealed record TurnFeature(string BackboneDigest, Half[] Values);
