using System.Text.Json;

namespace DialClip.Training.Hub;

/// <summary>The files of one commit of a repository.</summary>
/// <param name="Commit">The commit's digest; files are requested by it, so that a push cannot mix two versions.</param>
/// <param name="Files">The text, JSON and safetensors files of the top folder, by name.</param>
/// <param name="Pickles">The weights in formats that can run code when they are read.</param>
internal sealed record HubListing(
    string Commit,
    IReadOnlyDictionary<string, HubFile> Files,
    IReadOnlyList<string> Pickles
)
{
    private static readonly string[] ReadableExtensions = [".json", ".txt", ".safetensors"];
    private static readonly string[] PickleExtensions = [".bin", ".pt", ".pth", ".ckpt", ".pkl"];

    /// <summary>Parses the hub's response; files in folders and of other kinds are ignored.</summary>
    /// <exception cref="InvalidDataException">It is not a listing, or an entry is malformed.</exception>
    public static HubListing Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var commit = document.RootElement.GetProperty("sha").GetString();
            if (commit is not { Length: 40 or 64 } || !commit.All(char.IsAsciiHexDigit))
                throw new InvalidDataException(
                    "The hub names no commit ('sha' of 40 hexadecimal digits) for this revision. "
                        + "Try another --endpoint."
                );
            var files = new Dictionary<string, HubFile>(StringComparer.Ordinal);
            var pickles = new List<string>();
            foreach (var entry in document.RootElement.GetProperty("siblings").EnumerateArray())
            {
                if (entry.GetProperty("rfilename").GetString() is not { } name || !HubFile.IsPlainName(name))
                    continue;
                if (HasExtension(name, PickleExtensions))
                    pickles.Add(name);
                else if (HasExtension(name, ReadableExtensions) && !files.TryAdd(name, HubFile.Parse(name, entry)))
                    throw new InvalidDataException(
                        $"The hub lists '{name}' twice; expected every file once. Try another --endpoint."
                    );
            }

            return new(commit, files, pickles);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"The hub's response is not a listing of files: {error.Message} "
                    + "Expected an object with 'sha' and 'siblings'; check --endpoint.",
                error
            );
        }
    }

    private static bool HasExtension(string name, string[] extensions) =>
        extensions.Any(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
