namespace DialClip.Training.Data.Corpus;

/// <summary>One entry of the catalog of text replies.</summary>
/// <param name="Id">The unique id; the catalog's item has the prefix <c>text:</c>.</param>
/// <param name="Text">The text to send.</param>
/// <param name="Keywords">The keywords for search.</param>
internal sealed record TextReply(string Id, string Text, IReadOnlyList<string> Keywords);
