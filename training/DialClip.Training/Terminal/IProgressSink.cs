namespace DialClip.Training.Terminal;

/// <summary>A display of the progress of long work, on stderr; results go to stdout.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
internal interface IProgressSink
{
    /// <summary>Gets the clock of the stages.</summary>
    TimeProvider Time { get; }

    /// <summary>Writes a line.</summary>
    void WriteLine(string text);

    /// <summary>Displays a stage that started.</summary>
    void Begin(ProgressStage stage);

    /// <summary>Displays a change of a running stage.</summary>
    void Update(ProgressStage stage);

    /// <summary>Displays the end of a stage, complete or not.</summary>
    void End(ProgressStage stage);
}
