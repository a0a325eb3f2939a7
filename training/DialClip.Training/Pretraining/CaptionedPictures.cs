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

/// <summary>Stickers and photos, each with the caption that it belongs to.</summary>
/// <param name="Stickers">Pictures and their captions' numbers.</param>
/// <param name="Photos">Photos of base classes' train splits and their captions' numbers.</param>
/// <param name="Captions">The features of all captions, (N, D), unit length.</param>
internal sealed record CaptionedPictures(
    IReadOnlyList<(RgbImage Picture, int Caption)> Stickers,
    IReadOnlyList<(RgbImage Picture, int Caption)> Photos,
    Tensor Captions
)
{
    /// <summary>Reads stickers, and of each set only the photos of the base classes' train split: no photo of a new class is ever opened.</summary>
    public static CaptionedPictures Read(
        TextTower text,
        ClipTokenizer tokenizer,
        IReadOnlyList<Sticker> stickers,
        string stickerFolder,
        IEnumerable<string> photoSets,
        IProgressSink progress,
        CancellationToken cancel
    )
    {
        using var quiet = no_grad();
        var captions = new List<Tensor>
        {
            TextEncoding.Encode(
                text,
                [.. stickers.Select(sticker => tokenizer.Encode(string.Join(' ', sticker.Phrases)))]
            ),
        };
        var first = stickers.Count;
        var photos = new List<(RgbImage, int)>();
        foreach (var path in photoSets)
        {
            using var files = PhotoFiles.Open(path);
            var set = PhotoSetReader.Read(files, path);
            captions.Add(
                TemplateFeatures.Of(
                    text,
                    tokenizer,
                    [.. set.Classes.Take(set.BaseClasses)],
                    ClassTemplates.For(set.Name)
                )
            );
            var based = set.Of(DialogSplit.Train).Where(photo => photo.Class < set.BaseClasses).ToList();
            using var stage = progress.Start($"Reading {set.Name}", new("photos"), based.Count);
            foreach (var photo in based)
            {
                cancel.ThrowIfCancellationRequested();
                photos.Add((files.ReadPicture(photo.Path), first + photo.Class));
                stage.Advance();
            }
            first += set.BaseClasses;
        }
        return new(
            [
                .. stickers.Select(
                    (sticker, number) =>
                        (ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(stickerFolder, sticker.Png))), number)
                ),
            ],
            photos,
            cat([.. captions], 0)
        );
    }
}
