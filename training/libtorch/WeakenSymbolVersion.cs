using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks one required symbol version of a shared library as weak, where this machine lacks that version, so that the
/// loader accepts the library. Compiled by MSBuild from LibTorchSharp.targets; see there for when that is sound.
/// </summary>
/// <remarks>
/// The flag is VER_FLG_WEAK of a Vernaux entry in the section .gnu.version_r (Linux Standard Base, "Symbol Versioning",
/// https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html).
/// </remarks>
public sealed class WeakenSymbolVersion : Task
{
    private const uint VersionNeeded = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Gets or sets the library, a copy that may be changed: ELF, 64 bit, little endian.</summary>
    [Required]
    public string File { get; set; }

    /// <summary>
    /// Gets or sets the library that has to provide the version, by the name that the loader looks for.
    /// </summary>
    [Required]
    public string Provider { get; set; }

    /// <summary>Gets or sets the version.</summary>
    [Required]
    public string Version { get; set; }

    /// <summary>Gets or sets the provider's file; by default the one that this process has loaded.</summary>
    public string ProviderFile { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var provider = string.IsNullOrEmpty(ProviderFile) ? LoadedFile(Provider) : ProviderFile;
        if (provider == null)
        {
            Log.LogError(
                "No loaded file is named '{0}'; expected this machine's own. '{1}' is left as it is.",
                Provider,
                File
            );
            return false;
        }

        if (IndexOf(System.IO.File.ReadAllBytes(provider), Encoding.ASCII.GetBytes(Version + "\0")) >= 0)
            return true;

        var bytes = System.IO.File.ReadAllBytes(File);
        List<int> flags;
        try
        {
            flags = FindFlags(bytes);
        }
        catch (Exception error)
            when (error is InvalidDataException || error is ArgumentException || error is OverflowException)
        {
            Log.LogError("'{0}' is no 64-bit little-endian ELF library that can be read: {1}", File, error.Message);
            return false;
        }

        var required = flags.Where(at => (BitConverter.ToUInt16(bytes, at) & Weak) == 0).ToList();
        if (required.Count == 0)
            return true;

        foreach (var at in required)
            bytes[at] |= (byte)Weak;
        Replace(bytes);
        Log.LogMessage(
            MessageImportance.High,
            "This machine's {0} ({1}) lacks {2}: the copy '{3}' now takes that version as optional. "
                + "The package is unchanged.",
            Provider,
            provider,
            Version,
            File
        );
        return true;
    }

    private static string LoadedFile(string name) =>
        System
            .IO.File.ReadLines("/proc/self/maps")
            .Select(line => line.IndexOf('/') is var start && start >= 0 ? line.Substring(start) : "")
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));

    // A new file under the same name: the old one may share its content with the package. Its time stays, so that the
    // next
    // build does not take it for changed.
    private void Replace(byte[] bytes)
    {
        var time = System.IO.File.GetLastWriteTimeUtc(File);
        var next = File + ".weakened";
        System.IO.File.WriteAllBytes(next, bytes);
        System.IO.File.SetLastWriteTimeUtc(next, time);
        System.IO.File.Delete(File);
        System.IO.File.Move(next, File);
    }

    // Offsets of vna_flags of every entry that asks the provider for the version.
    private List<int> FindFlags(byte[] elf)
    {
        var header = new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1 };
        if (elf.Length < 64 || !elf.Take(header.Length).SequenceEqual(header))
            throw new InvalidDataException("its header is another.");
        var sections = checked((int)BitConverter.ToInt64(elf, 0x28));
        int size = BitConverter.ToUInt16(elf, 0x3a),
            count = BitConverter.ToUInt16(elf, 0x3c);
        var offsets = new List<int>();
        for (var index = 0; index < count; index++)
        {
            var section = checked(sections + (index * size));
            if (BitConverter.ToUInt32(elf, section + 4) != VersionNeeded)
                continue;
            var strings = checked(sections + (BitConverter.ToInt32(elf, section + 0x28) * size));
            var names = checked((int)BitConverter.ToInt64(elf, strings + 0x18));
            var need = checked((int)BitConverter.ToInt64(elf, section + 0x18));
            for (uint left = BitConverter.ToUInt32(elf, section + 0x2c), next = 1; left > 0 && next != 0; left--)
            {
                var auxiliary = checked(need + (int)BitConverter.ToUInt32(elf, need + 8));
                if (NameAt(elf, names, need + 4) == Provider)
                {
                    int entries = BitConverter.ToUInt16(elf, need + 2),
                        step = 1;
                    for (; entries > 0 && step != 0; entries--)
                    {
                        if (NameAt(elf, names, auxiliary + 8) == Version)
                            offsets.Add(auxiliary + 4);
                        step = checked((int)BitConverter.ToUInt32(elf, auxiliary + 12));
                        auxiliary = checked(auxiliary + step);
                    }
                }

                next = BitConverter.ToUInt32(elf, need + 12);
                need = checked(need + (int)next);
            }
        }

        return offsets;
    }

    private static string NameAt(byte[] elf, int names, int field)
    {
        var start = checked(names + (int)BitConverter.ToUInt32(elf, field));
        var end = Array.IndexOf(elf, (byte)0, start);
        return Encoding.ASCII.GetString(elf, start, end - start);
    }

    private static int IndexOf(byte[] bytes, byte[] wanted)
    {
        for (var at = Array.IndexOf(bytes, wanted[0]); at >= 0; at = Array.IndexOf(bytes, wanted[0], at + 1))
        {
            var same = 1;
            while (same < wanted.Length && at + same < bytes.Length && bytes[at + same] == wanted[same])
                same++;
            if (same == wanted.Length)
                return at;
        }

        return -1;
    }
}
