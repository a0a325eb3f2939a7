namespace DialClip.Testing;

/// <summary>What a test may need beyond the .NET SDK; <see cref="Tools"/> says whether it is here.</summary>
public enum Tool
{
    /// <summary>The sticker pictures that the build fetches from npm.</summary>
    Stickers,

    /// <summary>The Web Chat bundle that the build fetches from npm.</summary>
    WebChat,

    /// <summary>WordNet 3.0's database files.</summary>
    WordNet,

    /// <summary>Node.js with the Azurite package, a local Azure Blob Storage.</summary>
    Azurite,

    /// <summary>A Chromium that Playwright can drive.</summary>
    Chromium,

    /// <summary>Node.js with what makes Teams app packages: the manifest schema, a validator, a zip writer.</summary>
    TeamsPackage,

    /// <summary>
    /// The golden files in ../shared/golden; no script can install them, so their absence is never a failure.
    /// </summary>
    Golden,
}
