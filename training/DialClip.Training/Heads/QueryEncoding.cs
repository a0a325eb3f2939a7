using DialClip.Encoders;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>Runs examples and candidates through the prompted towers and the experts.</summary>
internal sealed class QueryEncoding(FrozenClip clip, DialClipModule head)
{
    /// <summary>Encodes the inputs of examples under their context's prompts.</summary>
    /// <param name="examples">B examples; texts and pictures may be mixed.</param>
    /// <param name="tokens">Gets the tokens of a text example, which may be fewer than its own.</param>
    /// <returns>(B, D), unit length.</returns>
    public Tensor Queries(IReadOnlyList<TuningExample> examples, Func<TuningExample, int[]> tokens)
    {
        using var scope = NewDisposeScope();
        var (textPrompts, visionPrompts) = head.QueryPrompts(Turns(examples));
        var parts = new List<Tensor>();
        var places = new List<int>();
        var texts = Where(examples, example => example.Tokens is not null);
        if (texts.Length > 0)
        {
            var (ids, eot) = TextTensors.Pad([.. texts.Select(at => tokens(examples[at]))], clip.Device);
            parts.Add(clip.Towers.Text.call(ids, eot, textPrompts.index_select(0, Rows(texts))));
            places.AddRange(texts);
        }
        var pictures = Where(examples, example => example.Tokens is null);
        if (pictures.Length > 0)
        {
            parts.Add(
                clip.Towers.Visual.call(
                    clip.Pixels([.. pictures.Select(at => examples[at].Crop!)]),
                    visionPrompts.index_select(0, Rows(pictures))
                )
            );
            places.AddRange(pictures);
        }
        var back = new int[places.Count];
        for (var at = 0; at < places.Count; at++)
            back[places[at]] = at;
        return Unit(cat(parts, 0).index_select(0, Rows(back))).MoveToOuterDisposeScope();
    }

    /// <summary>Encodes pictures under the domain prompts.</summary>
    /// <param name="crops">C pictures.</param>
    /// <returns>(C, D), unit length.</returns>
    public Tensor PictureFeatures(IReadOnlyList<byte[]> crops)
    {
        using var scope = NewDisposeScope();
        return Unit(clip.Towers.Visual.call(clip.Pixels(crops), head.Domain.Vision.unsqueeze(0)))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Encodes texts under the domain prompts.</summary>
    /// <param name="sentences">C texts as tokens.</param>
    /// <returns>(C, D), unit length.</returns>
    public Tensor TextFeatures(IReadOnlyList<int[]> sentences)
    {
        using var scope = NewDisposeScope();
        var (ids, eot) = TextTensors.Pad(sentences, clip.Device);
        return Unit(clip.Towers.Text.call(ids, eot, head.Domain.Text.unsqueeze(0))).MoveToOuterDisposeScope();
    }

    /// <summary>Scores every candidate by the expert of each pair's type.</summary>
    /// <param name="queries">(B, 4, D).</param>
    /// <param name="candidates">(C, 4, D).</param>
    /// <param name="examples">The B examples.</param>
    /// <param name="picture">Whether the candidates are pictures.</param>
    /// <returns>(B, C) cosines.</returns>
    public static Tensor Scores(Tensor queries, Tensor candidates, IReadOnlyList<TuningExample> examples, bool picture)
    {
        using var scope = NewDisposeScope();
        var (forTexts, forPictures) = picture ? (Experts.T2V, Experts.V2V) : (Experts.T2T, Experts.V2T);
        var ofText = queries.select(1, forTexts).matmul(candidates.select(1, forTexts).t()); // (B, C)
        var ofPicture = queries.select(1, forPictures).matmul(candidates.select(1, forPictures).t()); // (B, C)
        var isText = tensor(
            examples.Select(example => example.Tokens is null ? 0f : 1f).ToArray(),
            [examples.Count, 1],
            device: queries.device
        );
        return (ofText * isText + ofPicture * (1 - isText)).MoveToOuterDisposeScope();
    }

    // The experts and the loss work in 32 bits, whatever the towers do.
    private static Tensor Unit(Tensor features) => nn.functional.normalize(features.to(ScalarType.Float32), dim: -1);

    private TurnBatch Turns(IReadOnlyList<TuningExample> examples) =>
        TurnBatch.From(
            ContextBatch.Build([.. examples.Select(example => example.Turns)], clip.Weights.Config.Dimension),
            clip.Device
        );

    private Tensor Rows(int[] rows) => tensor(Array.ConvertAll(rows, row => (long)row), device: clip.Device);

    private static int[] Where(IReadOnlyList<TuningExample> examples, Func<TuningExample, bool> condition) =>
        [.. Enumerable.Range(0, examples.Count).Where(at => condition(examples[at]))];
}
