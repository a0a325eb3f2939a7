using System.Numerics.Tensors;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model.Dialog;
using DialClip.Model.Loading;
using DialClip.Model.Telemetry;

namespace DialClip.Model;

/// <summary>
/// Encodes turns that lack a feature: one forward pass of the frozen tower, without prompts, per modality.
/// </summary>
internal static class TurnEncoder
{
    public static bool IsEncoded(DialogTurn turn, Backbone backbone) =>
        turn.Feature is { } feature
        && feature.BackboneDigest == backbone.Digest
        && feature.Values.Length == backbone.Dimension;

    public static IReadOnlyList<DialogTurn> Encode(
        IReadOnlyList<DialogTurn> turns,
        Backbone backbone,
        CancellationToken cancellationToken
    )
    {
        var encoded = turns.ToArray();
        foreach (
            var missing in Enumerable
                .Range(0, encoded.Length)
                .Where(index => !IsEncoded(encoded[index], backbone))
                .GroupBy(index => encoded[index].Modality)
                .ToList()
        )
        {
            var indices = missing.ToList();
            using var work = MeasuredWork.Encode(missing.Key, indices.Count, backbone);
            var features = work.Complete(
                missing.Key == Modality.Text
                    ? backbone.EncodeText(
                        [.. indices.Select(index => backbone.Tokenizer.LeaveOutUnknownEmoji(GetText(encoded[index])))],
                        cancellationToken
                    )
                    : backbone.EncodePictures(
                        [.. indices.Select(index => GetPicture(encoded[index]))],
                        cancellationToken
                    )
            );
            for (var row = 0; row < indices.Count; row++)
            {
                var values = new Half[backbone.Dimension];
                TensorPrimitives.ConvertToHalf(features.AsSpan(row * backbone.Dimension, backbone.Dimension), values);
                encoded[indices[row]] = encoded[indices[row]] with { Feature = new(backbone.Digest, values) };
            }
        }

        return encoded;
    }

    /// <summary>Reads the pixels of a turn's picture from the catalog, when it came from there and has none.</summary>
    public static async Task<DialogTurn> LoadPictureAsync(
        DialogTurn turn,
        LoadedHead loaded,
        CancellationToken cancellationToken
    ) =>
        !IsEncoded(turn, loaded.Backbone)
        && turn is { Modality: Modality.Picture, Picture: null, PictureId: { } id }
        && loaded.Catalog.Find(id) is { Modality: Modality.Picture } item
            ? turn with
            {
                Picture = await loaded.Catalog.ReadPictureAsync(item, cancellationToken).ConfigureAwait(false),
            }
            : turn;

    public static string GetText(DialogTurn turn) =>
        turn.Text
        ?? throw new ArgumentException(
            "A text turn holds no text; a turn needs its words until it is encoded, and the input always.",
            nameof(turn)
        );

    public static RgbImage GetPicture(DialogTurn turn) =>
        turn.Picture
        ?? throw new ArgumentException(
            "A picture turn holds no pixels; a turn needs them until it is encoded, and the input always.",
            nameof(turn)
        );
}
