namespace DialClip.Training.Pretraining.Pictures;

/// <summary>The photos that are held back from training, by name.</summary>
internal sealed class HeldBackPhotos
{
    private const string Header = "set,class,part,file";

    private readonly Dictionary<(string Set, string File), PhotoPart> parts = [];

    /// <summary>Reads a file of lines SET,CLASS,PART,FILE, where PART is validation, test or unseen.</summary>
    /// <exception cref="InvalidDataException">The file is malformed.</exception>
    public static HeldBackPhotos Read(string file)
    {
        var read = new HeldBackPhotos();
        var lines = File.ReadAllLines(file);
        if (lines.Length == 0 || lines[0] != Header)
            throw new InvalidDataException($"'{file}' begins with '{lines.FirstOrDefault()}'; expected '{Header}'.");
        for (var number = 1; number < lines.Length; number++)
        {
            var fields = lines[number].Split(',', 4);
            if (
                fields.Length != 4
                || !Enum.TryParse<PhotoPart>(fields[2], ignoreCase: true, out var part)
                || part == PhotoPart.Train
            )
                throw new InvalidDataException(
                    $"'{file}':{number + 1} is '{lines[number]}'; expected {Header} with the part validation, test or "
                        + "unseen."
                );
            read.parts[(fields[0], fields[3])] = part;
        }
        return read;
    }

    /// <summary>Gets what a photo is for.</summary>
    /// <param name="set">The set's name.</param>
    /// <param name="file">The photo's path in the set.</param>
    public PhotoPart GetPart(string set, string file) => parts.GetValueOrDefault((set, file), PhotoPart.Train);
}
