using System.Globalization;

namespace DialClip.Training.Hub;

/// <summary>Tells a person how a pull goes: bytes done, bytes in all, rate; one line every three seconds.</summary>
internal sealed class PullProgress(TextWriter output, TimeProvider time) : IPullProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private string file = "";
    private long total;
    private long finished;
    private long current;
    private long received;
    private long lastLine;

    public void Begin(long bytes)
    {
        (total, finished, current, received) = (bytes, 0, 0, 0);
        lastLine = time.GetTimestamp();
    }

    public void BeginFile(string name)
    {
        finished += current;
        (file, current) = (name, 0);
    }

    public void Report(long length, int justReceived)
    {
        current = length;
        received += justReceived;
        var elapsed = time.GetElapsedTime(lastLine);
        if (elapsed < Interval)
            return;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {Megabytes(finished + current):F1} of {Megabytes(total):F1} MB  {Megabytes(received) / elapsed.TotalSeconds:F1} MB/s"));
        lastLine = time.GetTimestamp();
        received = 0;
    }

    public void Note(string text) => output.WriteLine(text);

    private static double Megabytes(long bytes) => bytes / 1e6;
}
