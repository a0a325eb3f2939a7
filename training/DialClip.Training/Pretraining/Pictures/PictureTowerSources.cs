namespace DialClip.Training.Pretraining.Pictures;

/// <summary>Where the training of the picture tower reads from.</summary>
/// <param name="Packages">The folder of the packages' files, as the build makes it.</param>
/// <param name="Assets">The folder of the npm assets.</param>
/// <param name="PhotoSets">The archives or folders of photos; those that are not there are skipped.</param>
/// <param name="PhotoData">The folder of classes.jsonl and held-back.csv.</param>
/// <param name="Grids">The file that keeps the stem's grids over runs.</param>
/// <param name="Threads">The number of pictures that the stem computes at a time.</param>
internal sealed record PictureTowerSources(
    string Packages,
    string Assets,
    IReadOnlyList<string> PhotoSets,
    string PhotoData,
    string Grids,
    int Threads
);
