using System.CommandLine;
using System.Diagnostics;
using DialClip.Benchmarks.Measures;
using DialClip.Testing.Chat;
using Newtonsoft.Json.Linq;

namespace DialClip.Benchmarks.Floods;

/// <summary>
/// The program <c>flood</c>: measures a user's turns in the local chat while somebody floods the host from the same
/// address.
/// </summary>
internal static class FloodCommand
{
    private const double MostRatio = 3;
    private const int Block = 20;
    private const string Secret = "a secret of the benchmark, long enough for the host";

    // Within what a conversation may send.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(220);

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var turns = new Option<int>("--turns")
        {
            Description = "Number of turns of a user, with and without each flood.",
            DefaultValueFactory = _ => 200,
        };
        var rate = new Option<int>("--rate")
        {
            Description = "Requests per second of a flood.",
            DefaultValueFactory = _ => 300,
        };
        var command = new Command(
            "flood",
            "Measures a user's turns while others of the same address flood the host, and fails where their 99th "
                + $"percentile is more than {MostRatio} times that without a flood, or a turn fails."
        )
        {
            turns,
            rate,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(parsed.GetValue(turns), parsed.GetValue(rate), output, progress, cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(
        int turns,
        int rate,
        TextWriter output,
        TextWriter progress,
        CancellationToken cancellationToken
    )
    {
        var (host, address) = await RunningProgram.StartHostAsync("--DialClip:DirectLine:Secret", Secret);
        await using var running = host;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        var user = new FloodedUser(client, await OpenAsync(client, "user"));
        await user.SayAsync(Block, Pause, cancellationToken); // the first turns compile
        var rows = new List<object>();
        var passed = true;
        foreach (var name in Flood.Names)
        {
            // A client of its own: its connections are not the user's.
            using var flooder = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
            var flood = new Flood(flooder, name, rate);
            await flood.PrepareAsync(() => OpenAsync(flooder, "flooder"));
            var (quiet, flooded) = (new List<double>(), new List<double>());
            var watch = new Stopwatch();
            // In turn, so that what else the machine does falls on both.
            for (var done = 0; done < turns; done += Block)
            {
                quiet.AddRange(await user.SayAsync(Block, Pause, cancellationToken));
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                watch.Start();
                var flooding = flood.RunAsync(end.Token);
                flooded.AddRange(await user.SayAsync(Block, Pause, cancellationToken));
                await end.CancelAsync();
                await flooding;
                watch.Stop();
            }
            var ratio = At(flooded, 0.99) / At(quiet, 0.99);
            passed &= ratio <= MostRatio;
            rows.Add(
                new
                {
                    flood = name,
                    perSecond = Math.Round(flood.Sent / watch.Elapsed.TotalSeconds),
                    quiet = new { median = At(quiet, 0.5), p99 = At(quiet, 0.99) },
                    flooded = new { median = At(flooded, 0.5), p99 = At(flooded, 0.99) },
                    ratioOfP99 = Math.Round(ratio, 2),
                }
            );
            await progress.WriteLineAsync($"{name}: {ratio:0.00}");
        }
        output.Print(
            new
            {
                turns,
                millisecondsATurn = rows,
                failed = user.Failed,
                passed = passed && user.Failed == 0,
            }
        );
        return passed && user.Failed == 0 ? 0 : 1;

        static double At(List<double> values, double share) =>
            Math.Round(values.Order().ElementAt((int)(share * (values.Count - 1))), 1);
    }

    private static async Task<ChatClient.OpenedConversation> OpenAsync(HttpClient client, string user)
    {
        var chat = new ChatClient(client);
        var token = await chat.PostAsync(
            "v3/directline/tokens/generate",
            new JObject { ["user"] = new JObject { ["id"] = user } },
            Secret
        );
        var opened = await chat.PostAsync("v3/directline/conversations", [], (string)token["token"]!);
        return new((string)opened["conversationId"]!, (string)opened["token"]!, new((string)opened["streamUrl"]!));
    }
}
