namespace DialClip.Training.Data.Corpus;

/// <summary>One entry of the catalog of text replies.</summary>
/// <param name="Id">Unique; in a catalog the item is called <c>text:</c> and this.</param>
/// <param name="Text">The words to send.</param>
/// <param name="Keywords">Words that it answers to.</param>
internal sealed record TextReply(string Id, string Text, IReadOnlyList<string> Keywords);
