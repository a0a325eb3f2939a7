namespace DialClip.Training.Hub;

/// <summary>Is told how a pull goes.</summary>
internal interface IPullProgress
{
    /// <summary>Begins with files that have so many bytes together.</summary>
    void Begin(long total);

    /// <summary>Begins a file.</summary>
    void BeginFile(string name);

    /// <summary>Counts bytes.</summary>
    /// <param name="length">How many bytes of the file are there now; fewer than before after a start anew.</param>
    /// <param name="received">How many of them have just come.</param>
    void Report(long length, int received);

    /// <summary>Says something beside the counting.</summary>
    void Note(string text);
}
