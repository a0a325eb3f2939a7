using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Photos;
using DialClip.Training.Terminal;

namespace DialClip.Training.Pretraining.Pictures;

/// <summary>The views of stickers and photos, by what they are for.</summary>
internal sealed class PictureTrainingSet : IDisposable
{
    private readonly List<PhotoFiles> open = [];

    private PictureTrainingSet(IReadOnlyList<Sticker> stickers, IReadOnlyList<PhotoConcept> classes) =>
        (Stickers, Classes) = (stickers, classes);

    /// <summary>Gets the stickers.</summary>
    public IReadOnlyList<Sticker> Stickers { get; }

    /// <summary>Gets the classes of the sets that are there; their concepts follow the stickers'.</summary>
    public IReadOnlyList<PhotoConcept> Classes { get; private set; }

    /// <summary>Gets the descriptions of classes that have one.</summary>
    public Dictionary<PhotoConcept, string> Descriptions { get; } = [];

    /// <summary>Gets the views that are trained.</summary>
    public List<PictureView> Training { get; } = [];

    /// <summary>Gets the catalog's pictures, one a sticker, in the stickers' order.</summary>
    public List<PictureView> Catalog { get; } = [];

    /// <summary>Gets the stickers in the style that is held back.</summary>
    public List<PictureView> HeldBackStyle { get; } = [];

    /// <summary>Gets the photos that are held back, by part.</summary>
    public Dictionary<PhotoPart, List<PictureView>> HeldBackPhotos { get; } = [];

    /// <summary>Lists the views; pictures are read later.</summary>
    /// <param name="assets">The folder of the npm assets.</param>
    /// <param name="photoSets">The archives or folders of photos.</param>
    /// <param name="photoData">The folder of classes.jsonl and held-back.csv.</param>
    /// <param name="options">How many views there are.</param>
    /// <param name="progress">Receives what is skipped.</param>
    /// <exception cref="InvalidDataException">A set is malformed, or has a class that is not listed.</exception>
    public static PictureTrainingSet Read(
        string assets,
        IEnumerable<string> photoSets,
        string photoData,
        PicturePretrainOptions options,
        IProgressSink progress
    )
    {
        var stickers = StickerSet.Read(Path.Combine(assets, "stickers"));
        var all = PhotoConcept.ReadAll(Path.Combine(photoData, "classes.jsonl"));
        var set = new PictureTrainingSet(stickers, []);
        set.AddStickers(assets, options);
        var heldBack = Pictures.HeldBackPhotos.Read(Path.Combine(photoData, "held-back.csv"));
        foreach (var part in Enum.GetValues<PhotoPart>())
            set.HeldBackPhotos[part] = [];
        foreach (var path in photoSets)
        {
            if (!File.Exists(path) && !Directory.Exists(path))
                progress.WriteLine($"'{path}' is not there: its photos are not trained.");
            else
                set.AddPhotos(path, all, heldBack, options);
        }
        return set;
    }

    public void Dispose()
    {
        foreach (var files in open)
            files.Dispose();
    }

    private void AddStickers(string assets, PicturePretrainOptions options)
    {
        var numbers = Stickers.Index().ToDictionary(pair => pair.Item.Id, pair => pair.Index, StringComparer.Ordinal);
        foreach (var (name, folder) in DrawingStyle.Trained)
        {
            var style = DrawingStyle.Read(name, Path.Combine(assets, folder), Stickers);
            foreach (var (id, file) in style.Pictures)
            {
                for (var augmentation = 0; augmentation <= options.StickerAugmentations; augmentation++)
                    Training.Add(CreateDrawing(file, augmentation, numbers[id]));
            }
        }
        foreach (var (sticker, number) in Stickers.Select((sticker, number) => (sticker, number)))
            Catalog.Add(CreateDrawing(Path.Combine(assets, "stickers", sticker.Png), 0, number));
        var (heldBackName, heldBackFolder) = DrawingStyle.HeldBack;
        foreach (
            var (id, file) in DrawingStyle.Read(heldBackName, Path.Combine(assets, heldBackFolder), Stickers).Pictures
        )
            HeldBackStyle.Add(CreateDrawing(file, 0, numbers[id]));
    }

    private void AddPhotos(
        string path,
        IReadOnlyList<PhotoConcept> all,
        HeldBackPhotos heldBack,
        PicturePretrainOptions options
    )
    {
        var files = PhotoFiles.Open(path);
        open.Add(files);
        var photos = PhotoSetReader.Read(files, path);
        var first = Stickers.Count + Classes.Count;
        PhotoConcept[] concepts = [.. photos.Classes.Select(photoClass => FindConcept(all, photos.Name, photoClass))];
        Classes = [.. Classes, .. concepts];
        foreach (var (concept, photoClass) in concepts.Zip(photos.Classes))
        {
            if (photoClass.Description is { } description)
                Descriptions[concept] = description;
        }
        foreach (var group in photos.Photos.GroupBy(photo => photo.Class))
        {
            var concept = concepts[group.Key];
            var training = new List<Photo>();
            foreach (var photo in group)
            {
                var part = heldBack.GetPart(photos.Name, photo.Path);
                if (part != PhotoPart.Train)
                    HeldBackPhotos[part].Add(CreatePhoto(files, path, photo, 0, first + group.Key));
                else if (concept.Trained)
                    training.Add(photo);
            }
            // Spread over the set, whose photos often follow each other as they were taken.
            foreach (var photo in training.OrderBy(HashPath, StringComparer.Ordinal).Take(options.PhotosPerClass))
            {
                for (var augmentation = 0; augmentation <= options.PhotoAugmentations; augmentation++)
                    Training.Add(CreatePhoto(files, path, photo, augmentation, first + group.Key));
            }
        }
    }

    private static string HashPath(Photo photo) => Shared.IO.Digest.Compute(photo.Path).ToString();

    private static PhotoConcept FindConcept(IReadOnlyList<PhotoConcept> all, string set, PhotoClass photoClass) =>
        all.FirstOrDefault(concept => concept.Set == set && concept.Class == photoClass.Id)
        ?? throw new InvalidDataException(
            $"Class '{photoClass.Id}' of '{set}' is not in classes.jsonl; expected a line for every class."
        );

    private static PictureView CreateDrawing(string file, int augmentation, int concept) =>
        new(file, () => File.ReadAllBytes(file), true, augmentation, concept);

    private static PictureView CreatePhoto(PhotoFiles files, string path, Photo photo, int augmentation, int concept) =>
        new($"{path}!{photo.Path}", () => files.Read(photo.Path), false, augmentation, concept);
}
