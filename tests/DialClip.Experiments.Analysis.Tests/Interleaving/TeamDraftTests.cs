using DialClip.Experiments.Analysis.Interleaving;
using DialClip.Experiments.Analysis.Statistics;

namespace DialClip.Experiments.Analysis.Tests.Interleaving;

// The published cases are of mpkato/interleaving, tests/test_team_draft.py.
public sealed class TeamDraftTests
{
    [Theory]
    [InlineData("1 2", "2 3", 2, "1 2|2 1")]
    [InlineData("1 2", "2 3", 3, "1 2 3|2 1 3")]
    [InlineData("1 2", "3 4", 3, "1 3 2|1 3 4|3 1 2|3 1 4")]
    public void Interleave_ManyDraws_HasTheOutcomesOfTheReference(string a, string b, int length, string outcomes)
    {
        var random = new Random(16);

        var seen = Enumerable
            .Range(0, 200)
            .Select(_ => TeamDraft.Interleave(a.Split(' '), b.Split(' '), length, random))
            .Select(list => string.Join(' ', list.Select(item => item.ItemId)))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(outcomes.Split('|'), seen);
    }

    [Fact]
    public void Interleave_DifferentRankings_NamesTheTeamOfEach()
    {
        var list = TeamDraft.Interleave(["1", "2"], ["2", "3"], 2, new Random(17));

        Assert.Equal(Team.A, list.Single(item => item.ItemId == "1").Team);
        Assert.Equal(Team.B, list.Single(item => item.ItemId == "2").Team);
    }

    [Theory]
    [InlineData("1 3 4", Team.B)]
    [InlineData("1 3", null)]
    [InlineData("4", Team.B)]
    [InlineData("1 1", Team.A)]
    [InlineData("9", null)]
    public void GetWinner_Choices_AgreesWithTheReference(string chosen, Team? expected) =>
        Assert.Equal(
            expected,
            TeamDraft.GetWinner([new("1", Team.A), new("3", Team.B), new("4", Team.B)], chosen.Split(' '))
        );

    // Users like the odd items; a ranking that has them first wins, and one against itself does not.
    [Fact]
    public void Interleave_SimulatedUsers_FindsTheBetterRankingAlone()
    {
        var random = new Random(18);
        string[] good = ["1", "3", "5", "2", "4"];
        string[] poor = ["2", "4", "1", "3", "5"];

        Assert.True(Compare(random, poor, good) < 1e-6);
        Assert.True(Enumerable.Range(0, 200).Count(_ => Compare(random, good, good) < 0.05) <= 16);
    }

    private static double Compare(Random random, string[] a, string[] b)
    {
        var (wins, losses) = (0, 0);
        for (var unit = 0; unit < 200; unit++)
        {
            var list = TeamDraft.Interleave(a, b, 3, random);
            var chosen = list.Where(item => random.NextDouble() < (item.ItemId is "1" or "3" or "5" ? 0.4 : 0.1));
            var winner = TeamDraft.GetWinner(list, chosen.Select(item => item.ItemId));
            wins += winner == Team.B ? 1 : 0;
            losses += winner == Team.A ? 1 : 0;
        }
        return SignTest.ComputePValue(wins, losses);
    }
}
