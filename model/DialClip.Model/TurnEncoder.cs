using System.Numerics.Tensors;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Model.Dialog;
using DialClip.Model.Loading;
using DialClip.Model.Telemetry;

namespace DialClip.Model;

/// <summary>Gives turns their features: one pass of the frozen tower, without prompts, for the turns of each modality that lack one.</summary>
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
                .Where(place => !IsEncoded(encoded[place], backbone))
                .GroupBy(place => encoded[place].Modality)
                .ToList()
        )
        {
            var places = missing.ToList();
            using var work = MeasuredWork.Encode(missing.Key, places.Count, backbone);
            var features = work.Complete(
                missing.Key == Modality.Text
                    ? backbone.EncodeText([.. places.Select(place => GetText(encoded[place]))], cancellationToken)
                    : backbone.EncodePictures(
                        [.. places.Select(place => GetPicture(encoded[place]))],
                        cancellationToken
                    )
            );
            for (var row = 0; row < places.Count; row++)
            {
                var values = new Half[backbone.Dimension];
                TensorPrimitives.ConvertToHalf(features.AsSpan(row * backbone.Dimension, backbone.Dimension), values);
                encoded[places[row]] = encoded[places[row]] with { Feature = new(backbone.Digest, values) };
            }
        }

        return encoded;
    }

    /// <summary>Gets a turn ready to be encoded: a picture that came from the catalog gets its pixels from there when they are gone.</summary>
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
