using DialClip.Training.Heads.Examples;
using DialClip.Training.Losses;
using DialClip.Training.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>Symmetric InfoNCE over the batch, between queries and one accepted response of each.</summary>
internal sealed class InBatchLoss(
    FrozenClip clip,
    TuningCatalog catalog,
    DialClipModule head,
    PromptedEncoder encoder,
    PictureCandidates pictureCandidates
)
{
    /// <summary>Computes the loss of the examples of a batch that accept an item.</summary>
    /// <param name="batch">B examples.</param>
    /// <param name="queries">(B, 4, D), unit length: the queries' features by expert.</param>
    /// <param name="scale">Scalar: the factor on cosines.</param>
    /// <param name="random">The random source of responses.</param>
    /// <returns>A scalar in nats; 0 with fewer than two such examples.</returns>
    public Tensor Compute(IReadOnlyList<TuningExample> batch, Tensor queries, Tensor scale, Random random)
    {
        var rows = Enumerable
            .Range(0, batch.Count)
            .Where(row => batch[row].Pictures.Count + batch[row].Texts.Count > 0)
            .ToArray();
        if (rows.Length < 2)
            return zeros(1, device: clip.Device).sum();
        TuningExample[] examples = [.. rows.Select(row => batch[row])];
        var responses = Array.ConvertAll(examples, example => Response.Draw(example, random));
        var responseFeatures = EncodeResponses(responses); // (R, 4, D)
        var answeredQueries = queries.index_select(0, ToIndices(rows)); // (R, 4, D)
        var isPicture = tensor(
            Array.ConvertAll(responses, response => response.IsPicture ? 1f : 0f),
            [1, responses.Length],
            device: clip.Device
        );
        var cosines =
            PromptedEncoder.Score(answeredQueries, responseFeatures, examples, picture: true) * isPicture
            + PromptedEncoder.Score(answeredQueries, responseFeatures, examples, picture: false) * (1 - isPicture);
        return SymmetricInfoNce.ComputeFromLogits(cosines * scale, BuildSharedMask(examples, responses));
    }

    // Each distinct response is encoded once, pictures before texts.
    private Tensor EncodeResponses(Response[] responses)
    {
        var distinct = responses.OrderBy(response => !response.IsPicture).Distinct().ToArray();
        var pictures = distinct.Where(response => response.IsPicture).ToArray();
        var texts = distinct.Where(response => !response.IsPicture).ToArray();
        var features = new List<Tensor>();
        if (pictures.Length > 0)
        {
            var pixels = encoder.EncodePictures([.. pictures.Select(response => catalog.Crops[response.Index])]);
            features.Add(pictureCandidates.Fuse(pixels, [.. pictures.Select(response => response.Index)]));
        }
        if (texts.Length > 0)
            features.Add(encoder.EncodeTexts([.. texts.Select(response => catalog.Sentences[response.Index])]));
        var candidates = head.CandidateExperts.call(cat(features, 0)); // (distinct, 4, D)
        var order = Array.ConvertAll(responses, response => Array.IndexOf(distinct, response));
        return candidates.index_select(0, ToIndices(order)); // (R, 4, D)
    }

    // bool (R, R): true where one of two queries accepts the other's response, so that they are not negatives.
    private Tensor BuildSharedMask(TuningExample[] examples, Response[] responses)
    {
        var count = examples.Length;
        var shared = new float[count * count];
        for (var row = 0; row < count; row++)
        for (var column = 0; column < count; column++)
            shared[row * count + column] =
                responses[column].IsAcceptedBy(examples[row]) || responses[row].IsAcceptedBy(examples[column]) ? 1 : 0;
        return tensor(shared, [count, count], device: clip.Device).gt(0);
    }

    private Tensor ToIndices(int[] rows) => tensor(Array.ConvertAll(rows, row => (long)row), device: clip.Device);

    // An accepted catalog item, by its index among the catalog's pictures or texts.
    private readonly record struct Response(bool IsPicture, int Index)
    {
        public static Response Draw(TuningExample example, Random random)
        {
            var draw = random.Next(example.Pictures.Count + example.Texts.Count);
            return draw < example.Pictures.Count
                ? new(true, example.Pictures[draw])
                : new(false, example.Texts[draw - example.Pictures.Count]);
        }

        public bool IsAcceptedBy(TuningExample example) =>
            (IsPicture ? example.Pictures : example.Texts).Contains(Index);
    }
}
