namespace DialClip.Artifacts.Format;

/// <summary>The part of a manifest that only one kind of artifact has.</summary>
public interface IArtifactProperties
{
    /// <summary>Gets the kind, one of <see cref="ArtifactKinds"/>.</summary>
    static abstract string Kind { get; }

    /// <summary>Gets what is impossible about the values, one sentence each; none when they can be used.</summary>
    IEnumerable<string> Validate();
}
