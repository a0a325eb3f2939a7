using System.Text.Json;

namespace DialClip.Training.Hub;

/// <summary>What one commit of a repository holds.</summary>
/// <param name="Commit">The commit's digest; files are fetched by it, so that a push in between cannot mix two versions.</param>
/// <param name="Files">Text, JSON and safetensors files of the top folder, by name.</param>
/// <param name="Pickles">Weights in formats that can run code when they are read.</param>
internal sealed record HubListing(
    string Commit,
    IReadOnlyDictionary<string, HubFile> Files,
    IReadOnlyList<string> Pickles
)
{
    private static readonly string[] Readable = [".json", ".txt", ".safetensors"];
    private static readonly string[] Pickled = [".bin", ".pt", ".pth", ".ckpt", ".pkl"];

    /// <summary>Reads the hub's answer; entries in folders and entries of other kinds are passed over.</summary>
    /// <exception cref="InvalidDataException">It is no listing, or an entry makes no sense.</exception>
    public static HubListing Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var commit = document.RootElement.GetProperty("sha").GetString();
            if (commit is not { Length: 40 or 64 } || !commit.All(char.IsAsciiHexDigit))
                throw new InvalidDataException(
                    "The hub names no commit ('sha' of 40 hexadecimal digits) for this revision. Try another --endpoint."
                );
            var files = new Dictionary<string, HubFile>(StringComparer.Ordinal);
            var pickles = new List<string>();
            foreach (var entry in document.RootElement.GetProperty("siblings").EnumerateArray())
            {
                var name = entry.GetProperty("rfilename").GetString();
                if (!HubFile.IsPlainName(name))
                    continue;
                if (Ends(name!, Pickled))
                    pickles.Add(name!);
                else if (Ends(name!, Readable) && !files.TryAdd(name!, HubFile.Read(name!, entry)))
                    throw new InvalidDataException(
                        $"The hub lists '{name}' twice; expected every file once. Try another --endpoint."
                    );
            }
            return new(commit, files, pickles);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"The hub's answer is no listing of files: {error.Message} Expected an object with 'sha' and 'siblings'; check --endpoint.",
                error
            );
        }
    }

    private static bool Ends(string name, string[] endings) =>
        endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
