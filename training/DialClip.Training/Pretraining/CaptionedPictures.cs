using DialClip.Encoders.Imaging;
using DialClip.Encoders.Text;
using DialClip.Training.Classification;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Photos;
using DialClip.Training.Modules;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Pretraining;

/// <summary>Stickers and photos with their captions.</summary>
/// <param name="Stickers">The stickers and the indices of their captions.</param>
/// <param name="Photos">The train photos of base classes and the indices of their captions.</param>
/// <param name="Captions">(N, D), unit length: the features of all captions.</param>
internal sealed record CaptionedPictures(
    IReadOnlyList<(RgbImage Picture, int Caption)> Stickers,
    IReadOnlyList<(RgbImage Picture, int Caption)> Photos,
    Tensor Captions
)
{
    /// <summary>
    /// Reads stickers, and of each set only the train photos of base classes; photos of new classes are never opened.
    /// </summary>
    public static CaptionedPictures Read(
        ITextTower text,
        ITextTokenizer tokenizer,
        IReadOnlyList<Sticker> stickers,
        string stickerFolder,
        IEnumerable<string> photoSets,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        using var noGradient = no_grad();
        var captions = new List<Tensor>
        {
            TextEncoding.Encode(
                text,
                [.. stickers.Select(sticker => tokenizer.Encode(string.Join(' ', sticker.Phrases)))]
            ),
        };
        var firstCaption = stickers.Count;
        var photos = new List<(RgbImage, int)>();
        foreach (var path in photoSets)
        {
            using var files = PhotoFiles.Open(path);
            var set = PhotoSetReader.Read(files, path);
            captions.Add(
                ClassTextFeatures.EncodeTemplates(
                    text,
                    tokenizer,
                    [.. set.Classes.Take(set.BaseClasses)],
                    ClassTemplates.GetTemplates(set.Name)
                )
            );
            var basePhotos = set.GetPhotos(DialogSplit.Train).Where(photo => photo.Class < set.BaseClasses).ToList();
            using var stage = progress.Start($"Reading {set.Name}", new("photos"), basePhotos.Count);
            foreach (var photo in basePhotos)
            {
                cancellationToken.ThrowIfCancellationRequested();
                photos.Add((files.ReadPicture(photo.Path), firstCaption + photo.Class));
                stage.Advance();
            }
            firstCaption += set.BaseClasses;
        }
        return new(
            [
                .. stickers.Select(
                    (sticker, number) =>
                        (
                            ImageDecoder.Decode(
                                File.ReadAllBytes(Path.Combine(stickerFolder, sticker.Png)),
                                limits: null,
                                cancellationToken
                            ),
                            number
                        )
                ),
            ],
            photos,
            cat([.. captions], 0)
        );
    }
}
