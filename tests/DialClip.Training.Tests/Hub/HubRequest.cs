namespace DialClip.Training.Tests.Hub;

/// <summary>What the test hub was asked.</summary>
internal sealed record HubRequest(string Target, string Range, string IfRange, string Authorization)
{
    public bool IsFor(string file) => Target.EndsWith("/" + file, StringComparison.Ordinal);
}
