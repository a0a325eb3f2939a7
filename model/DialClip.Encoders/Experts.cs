namespace DialClip.Encoders;

/// <summary>The numbers of the four projection experts, by input and response modality.</summary>
public static class Experts
{
    /// <summary>A text answered by a text.</summary>
    public const int T2T = 0;

    /// <summary>A text answered by a picture.</summary>
    public const int T2V = 1;

    /// <summary>A picture answered by a text.</summary>
    public const int V2T = 2;

    /// <summary>A picture answered by a picture.</summary>
    public const int V2V = 3;

    /// <summary>The number of experts.</summary>
    public const int Count = 4;

    /// <summary>Gets the expert of an input and a response.</summary>
    public static int GetNumber(Modality input, Modality response) => (int)input * 2 + (int)response;
}
