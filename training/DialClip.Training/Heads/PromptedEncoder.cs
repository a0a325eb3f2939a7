using DialClip.Encoders;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>Encodes queries and candidates with the frozen towers under a head's prompts.</summary>
internal sealed class PromptedEncoder(FrozenClip clip, DialClipModule head)
{
    /// <summary>Gets whether the head has no prompts, so that features never change.</summary>
    public bool IsPlain { get; } = head.Config is { ContextPrompts: 0, DomainPrompts: 0 };

    /// <summary>Encodes the inputs of examples under context and domain prompts.</summary>
    /// <param name="examples">B examples, of texts and pictures.</param>
    /// <param name="getTokens">Gets the token ids of a text example, which may drop some.</param>
    /// <returns>(B, D), unit length.</returns>
    public Tensor EncodeQueries(IReadOnlyList<TuningExample> examples, Func<TuningExample, int[]> getTokens)
    {
        using var scope = NewDisposeScope();
        if (IsPlain)
            return EncodePlain(examples).MoveToOuterDisposeScope();
        var (textPrompts, visionPrompts) = head.GenerateQueryPrompts(BuildTurns(examples));
        var features = new List<Tensor>();
        var texts = FindRows(examples, example => example.Tokens is not null);
        if (texts.Length > 0)
        {
            var (ids, eot) = TextTensors.Pad([.. texts.Select(row => getTokens(examples[row]))], clip.Device);
            features.Add(clip.Towers.Text.call(ids, eot, textPrompts.index_select(0, ToIndices(texts))));
        }
        var pictures = FindRows(examples, example => example.Tokens is null);
        if (pictures.Length > 0)
        {
            features.Add(
                clip.EncodePictures(
                    [.. pictures.Select(row => examples[row].Crop!)],
                    visionPrompts.index_select(0, ToIndices(pictures))
                )
            );
        }
        return Normalize(Restore(features, texts, pictures)).MoveToOuterDisposeScope();
    }

    private Tensor EncodePlain(IReadOnlyList<TuningExample> examples)
    {
        var texts = FindRows(examples, example => example.Tokens is not null);
        var pictures = FindRows(examples, example => example.Tokens is null);
        var features = new List<Tensor>();
        if (texts.Length > 0)
            features.Add(EncodeTexts([.. texts.Select(row => examples[row].Tokens!)]));
        if (pictures.Length > 0)
            features.Add(EncodePictures([.. pictures.Select(row => examples[row].Crop!)]));
        return Restore(features, texts, pictures);
    }

    // Features are in the order of texts, then pictures; the inverse permutation restores the examples' order.
    private Tensor Restore(List<Tensor> features, int[] texts, int[] pictures)
    {
        int[] order = [.. texts, .. pictures];
        var inverse = new int[order.Length];
        for (var position = 0; position < order.Length; position++)
            inverse[order[position]] = position;
        return cat(features, 0).index_select(0, ToIndices(inverse));
    }

    /// <summary>Encodes pictures under the domain prompts.</summary>
    /// <param name="crops">C pictures, uint8 (S, S, 3) each.</param>
    /// <returns>(C, D), unit length.</returns>
    public Tensor EncodePictures(IReadOnlyList<byte[]> crops)
    {
        using var scope = NewDisposeScope();
        if (IsPlain)
            return clip
                .PlainFeatures.Get(crops, _ => 0, some => Normalize(clip.EncodePictures(some, null)))
                .MoveToOuterDisposeScope();
        return Normalize(clip.EncodePictures(crops, head.Domain.Vision.unsqueeze(0))).MoveToOuterDisposeScope();
    }

    /// <summary>Encodes texts under the domain prompts.</summary>
    /// <param name="sentences">The token ids of C texts, with start and end.</param>
    /// <returns>(C, D), unit length.</returns>
    public Tensor EncodeTexts(IReadOnlyList<int[]> sentences)
    {
        using var scope = NewDisposeScope();
        if (IsPlain)
            return clip
                .PlainFeatures.Get(
                    sentences,
                    sentence => sentence.Length,
                    some => TextEncoding.Encode(clip.Towers.Text, some)
                )
                .MoveToOuterDisposeScope();
        var (ids, eot) = TextTensors.Pad(sentences, clip.Device);
        return Normalize(clip.Towers.Text.call(ids, eot, head.Domain.Text.unsqueeze(0))).MoveToOuterDisposeScope();
    }

    /// <summary>Scores every candidate for every query, by the expert of the pair's modalities.</summary>
    /// <param name="queries">(B, 4, D).</param>
    /// <param name="candidates">(C, 4, D).</param>
    /// <param name="examples">The B examples.</param>
    /// <param name="picture">Whether the candidates are pictures.</param>
    /// <returns>(B, C) cosines.</returns>
    public static Tensor Score(Tensor queries, Tensor candidates, IReadOnlyList<TuningExample> examples, bool picture)
    {
        using var scope = NewDisposeScope();
        var (textExpert, pictureExpert) = picture ? (Experts.T2V, Experts.V2V) : (Experts.T2T, Experts.V2T);
        var textScores = queries.select(1, textExpert).matmul(candidates.select(1, textExpert).t()); // (B, C)
        var pictureScores = queries.select(1, pictureExpert).matmul(candidates.select(1, pictureExpert).t()); // (B, C)
        var isText = tensor(
            examples.Select(example => example.Tokens is null ? 0f : 1f).ToArray(),
            [examples.Count, 1],
            device: queries.device
        );
        return (textScores * isText + pictureScores * (1 - isText)).MoveToOuterDisposeScope();
    }

    // Experts and loss compute in 32 bits, also where the towers are bfloat16.
    private static Tensor Normalize(Tensor features) =>
        nn.functional.normalize(features.to(ScalarType.Float32), dim: -1);

    private TurnBatch BuildTurns(IReadOnlyList<TuningExample> examples) =>
        TurnBatch.From(
            ContextBatch.Build([.. examples.Select(example => example.Turns)], clip.Weights.Config.Dimension),
            clip.Device
        );

    private Tensor ToIndices(int[] rows) => tensor(Array.ConvertAll(rows, row => (long)row), device: clip.Device);

    private static int[] FindRows(IReadOnlyList<TuningExample> examples, Func<TuningExample, bool> condition) =>
        [.. Enumerable.Range(0, examples.Count).Where(row => condition(examples[row]))];
}
