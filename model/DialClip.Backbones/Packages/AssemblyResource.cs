using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DialClip.Backbones.Packages;

/// <summary>Reads a resource of a .NET assembly without loading the assembly.</summary>
internal static class AssemblyResource
{
    /// <summary>Reads a resource.</summary>
    /// <param name="assembly">The bytes of the assembly.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="source">The assembly's file, for messages.</param>
    /// <exception cref="InvalidDataException">It is no assembly, or does not have that resource.</exception>
    public static byte[] Read(byte[] assembly, string name, string source)
    {
        try
        {
            using var file = new PEReader(new MemoryStream(assembly));
            var metadata = file.GetMetadataReader();
            foreach (var handle in metadata.ManifestResources)
            {
                var resource = metadata.GetManifestResource(handle);
                if (metadata.GetString(resource.Name) != name || !resource.Implementation.IsNil)
                    continue;
                file.PEHeaders.TryGetDirectoryOffset(file.PEHeaders.CorHeader!.ResourcesDirectory, out var start);
                var at = assembly.AsSpan(checked(start + (int)resource.Offset));
                return at.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(at)).ToArray();
            }
        }
        catch (Exception error)
            when (error is BadImageFormatException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{source}' is not a .NET assembly: {error.Message}", error);
        }
        throw new InvalidDataException($"'{source}' does not hold the resource '{name}'.");
    }
}
