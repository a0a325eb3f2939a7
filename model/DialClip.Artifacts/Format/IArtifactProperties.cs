namespace DialClip.Artifacts.Format;

/// <summary>The properties that only one kind of artifact has.</summary>
public interface IArtifactProperties
{
    /// <summary>Gets the kind, one of <see cref="ArtifactKinds"/>.</summary>
    static abstract string Kind { get; }

    /// <summary>Validates the values.</summary>
    /// <returns>One clause for each error; none when the values are valid.</returns>
    IEnumerable<string> Validate();
}
