using System.CommandLine;
using DialClip.Benchmarks.Measures;
using DialClip.Bot.Replies;

namespace DialClip.Benchmarks.Chaos;

/// <summary>
/// The program <c>chaos</c>: kills the host at random moments, over every storage and with both kinds of channel.
/// </summary>
internal static class ChaosCommand
{
    private static readonly string[] Storages = ["File", "Blob", "Memory"];

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var kills = new Option<int>("--kills")
        {
            Description = "Number of times that the host is killed in each run.",
            DefaultValueFactory = _ => 30,
        };
        var seed = new Option<int>("--seed") { Description = "Seed of the moments.", DefaultValueFactory = _ => 1 };
        var storage = new Option<string?>("--storage") { Description = "One of the storages alone." };
        storage.AcceptOnlyFromAmong(Storages);
        var command = new Command(
            "chaos",
            "Kills the host while conversations are under way, and fails where a message that is delivered again stays "
                + "unanswered or is answered twice, against what is guaranteed."
        )
        {
            kills,
            seed,
            storage,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var hasFaults = false;
                foreach (
                    var conditions in CreateCases(
                        parsed.GetValue(storage),
                        parsed.GetValue(kills),
                        parsed.GetValue(seed)
                    )
                )
                {
                    var result = await ChaosRun.RunAsync(conditions, progress);
                    var faults = conditions.FindFaults(result);
                    hasFaults |= faults.Count > 0;
                    output.Print(
                        new
                        {
                            conditions = new
                            {
                                conditions.Storage,
                                conditions.KeepsReplyIds,
                                WhenUncertain = conditions.WhenUncertain.ToString(),
                            },
                            result,
                            faults,
                        }
                    );
                }
                return hasFaults ? 1 : 0;
            }
        );
        return command;
    }

    // What a host forgets with its process it cannot stay silent about.
    private static IEnumerable<ChaosCase> CreateCases(string? only, int kills, int seed) =>
        from storage in Storages
        where only is null || storage == only
        from conditions in new[]
        {
            new ChaosCase(kills, seed, storage, KeepsReplyIds: true),
            new ChaosCase(kills, seed, storage, KeepsReplyIds: false),
            new ChaosCase(kills, seed, storage, KeepsReplyIds: false, UncertainReply.StaySilent),
        }
        where storage != "Memory" || conditions.WhenUncertain == UncertainReply.SendAgain
        select conditions;
}
