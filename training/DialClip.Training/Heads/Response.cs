using DialClip.Training.Heads.Examples;

namespace DialClip.Training.Heads;

/// <summary>A catalog item as the response to an example.</summary>
/// <param name="IsPicture">Whether it is a picture.</param>
/// <param name="Number">The index among the catalog's pictures or texts.</param>
internal readonly record struct Response(bool IsPicture, int Number)
{
    /// <summary>Draws one of an example's accepted items, of which there must be one.</summary>
    public static Response Draw(TuningExample example, Random random)
    {
        var at = random.Next(example.Pictures.Count + example.Texts.Count);
        return at < example.Pictures.Count
            ? new(true, example.Pictures[at])
            : new(false, example.Texts[at - example.Pictures.Count]);
    }

    /// <summary>Determines whether an example accepts the item.</summary>
    public bool AcceptedBy(TuningExample example) => (IsPicture ? example.Pictures : example.Texts).Contains(Number);
}
