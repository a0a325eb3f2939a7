using System.Diagnostics;
using DialClip.Testing.Chat;

namespace DialClip.Benchmarks.Floods;

/// <summary>A user of the local chat who says one thing after another.</summary>
internal sealed class FloodedUser(HttpClient client, ChatClient.OpenedConversation conversation)
{
    private readonly ChatClient chat = new(client);
    private int said;

    /// <summary>Gets the number of turns that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Sends messages, each some time after the last was answered.</summary>
    /// <returns>The milliseconds of each turn.</returns>
    public async Task<IReadOnlyList<double>> SayAsync(int turns, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(pause);
        var milliseconds = new List<double>(turns);
        while (milliseconds.Count < turns && await pace.WaitForNextTickAsync(cancellationToken))
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await chat.SendAsync(
                HttpMethod.Post,
                $"v3/directline/conversations/{conversation.Id}/activities",
                ChatClient.CreateMessage($"It pours again ({said})", $"user-{said++}").ToString(),
                conversation.Token
            );
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (!response.IsSuccessStatusCode)
                Failed++;
        }
        return milliseconds;
    }
}
