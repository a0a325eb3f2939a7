using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Heads.Calibration;

namespace DialClip.Training.Tests.Heads.Calibration;

public sealed class ThresholdSearchTests
{
    private static readonly PolicyThresholds Own = new() { MinScorePicture = 0.1, MinMargin = 0.01 };

    [Fact]
    public void Search_TasksOfLowConfidence_FindsTheLeastConfidenceAboveThem()
    {
        // 100 task messages of confidences up to 0.497; social ones from 0.305 on, all right.
        var search = new ThresholdSearch(
            [
                .. Enumerable.Range(0, 100).Select(number => Task("task", 0.002f + number * 0.005f)),
                .. Enumerable.Range(0, 50).Select(number => Social(0.305f + number * 0.01f)),
            ],
            Own
        );

        var chosen = search.Search(0.02);

        // Two of 100 may be answered: those of 0.492 and 0.497.
        Assert.Equal(Own with { MinConfidence = 0.49 }, chosen);
        Assert.Equal((2, 31), (search.Count(chosen)[0].FalseAnswers, search.Count(chosen)[0].AnsweredDeserving));
        Assert.Equal(0, search.Count(search.Search(0))[0].FalseAnswers);
    }

    [Fact]
    public void Search_TasksOfHighConfidence_UsesTheProbabilityOfSilence()
    {
        var search = new ThresholdSearch(
            [
                .. Enumerable.Range(0, 100).Select(_ => Task("task", 0.9f, silence: 0.25f)),
                .. Enumerable.Range(0, 50).Select(_ => Social(0.3f, silence: 0.2f)),
            ],
            Own
        );

        var chosen = search.Search(0.02);

        Assert.Equal(Own with { SilenceProbability = 0.25 }, chosen);
        Assert.Equal((0, 50), (search.Count(chosen)[0].FalseAnswers, search.Count(chosen)[0].Right));
    }

    [Fact]
    public void Search_OneKindAmongOthers_IsBoundedByItself()
    {
        // 60 prompted messages are confident, 1,000 others are not: 6 % of all is no comfort to who sees the first.
        var search = new ThresholdSearch(
            [
                .. Enumerable.Range(0, 1000).Select(_ => Task("alone", 0f)),
                .. Enumerable.Range(0, 60).Select(number => Task("prompted", number < 10 ? 0.8f : 0f)),
                // Too few to show a share of 2 %: one of ten is more than that.
                .. Enumerable.Range(0, 10).Select(_ => Task("rare", 0.85f)),
                .. Enumerable.Range(0, 50).Select(_ => Social(0.83f)),
            ],
            Own
        );

        var chosen = search.Search(0.02);

        Assert.Equal(0.81, chosen.MinConfidence);
        Assert.Equal([10], search.Count(chosen).Where(row => row.Kind == "rare").Select(row => row.FalseAnswers));
    }

    [Fact]
    public void Search_NothingSeparates_IsSilent()
    {
        var search = new ThresholdSearch(
            [
                .. Enumerable.Range(0, 100).Select(_ => Task("task", 1f, silence: 0f)),
                .. Enumerable.Range(0, 50).Select(_ => Social(1f, silence: 0f)),
            ],
            Own
        );

        Assert.Equal(0, search.Count(search.Search(0.02))[0].Answered);
    }

    private static (DialogRecord Dialog, RetrievalResult Found) Task(
        string kind,
        float confidence,
        float silence = 0.1f
    ) => (new("t", [new("user", "x")], []) { Kind = kind }, Found(confidence, silence));

    private static (DialogRecord Dialog, RetrievalResult Found) Social(float confidence, float silence = 0.1f) =>
        (new("s", [new("user", "x")], ["a"]) { Kind = "social" }, Found(confidence, silence));

    private static RetrievalResult Found(float confidence, float silence) =>
        new(
            [new(new("a", Modality.Picture, null, "a", [], []), 0.5f, confidence)],
            [],
            new(1 - silence, 0, silence),
            "head",
            "h",
            "c"
        );
}
