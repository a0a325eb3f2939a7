using System.Security.Cryptography;

namespace DialClip.Backbones.Packages;

/// <summary>Reads a file of a NuGet package, whose bytes are known.</summary>
internal static class PackageFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is missing; the message says where it comes from.</exception>
    public static byte[] Read(string folder, string name, string package)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new InvalidDataException(
                $"'{path}' is missing. The build copies it from the NuGet package {package}: build once where the "
                    + "package's feed can be reached, or put the package into NuGet's package folder."
            );
    }

    /// <summary>Compares content with its known SHA-256.</summary>
    /// <exception cref="InvalidDataException">It is another.</exception>
    public static byte[] Require(byte[] content, string sha256, string name, string package)
    {
        var found = Convert.ToHexStringLower(SHA256.HashData(content));
        return found == sha256
            ? content
            : throw new InvalidDataException(
                $"'{name}' has the SHA-256 {found}, expected {sha256}. It is not that of the package {package}: delete "
                    + "it and the package's folder, and build again."
            );
    }
}
