namespace DialClip.Training.Hub;

/// <summary>What a pull brought.</summary>
/// <param name="Commit">The commit that all files are of.</param>
/// <param name="Files">The files, also those that were there already.</param>
/// <param name="HasVocabulary">Whether import finds a vocabulary among them.</param>
internal sealed record PulledCheckpoint(string Commit, IReadOnlyList<HubFile> Files, bool HasVocabulary);
