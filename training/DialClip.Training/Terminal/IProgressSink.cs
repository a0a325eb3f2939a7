namespace DialClip.Training.Terminal;

/// <summary>Shows a person how long work goes on, on stderr; results go to stdout.</summary>
/// <remarks>Safe for several threads.</remarks>
internal interface IProgressSink
{
    /// <summary>Gets the clock that stages are measured by.</summary>
    TimeProvider Time { get; }

    /// <summary>Writes a line beside the progress.</summary>
    void WriteLine(string text);

    /// <summary>Shows a stage that has just started.</summary>
    void Begin(ProgressStage stage);

    /// <summary>Shows a change of a running stage.</summary>
    void Update(ProgressStage stage);

    /// <summary>Shows how a stage ended, whether or not all of it was done.</summary>
    void End(ProgressStage stage);
}
