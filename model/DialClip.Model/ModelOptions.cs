using System.ComponentModel.DataAnnotations;
using DialClip.Encoders;

namespace DialClip.Model;

/// <summary>Which model is served, and how. A path that ends in a version is that version, otherwise it is the newest one.</summary>
public sealed class ModelOptions
{
    /// <summary>Gets or sets where the towers lie in the store.</summary>
    /// <value>The default is 'backbones/small/fp32'.</value>
    [Required]
    public string Backbone { get; set; } = "backbones/small/fp32";

    /// <summary>Gets or sets where the catalog lies in the store.</summary>
    /// <value>The default is 'catalogs/stickers'.</value>
    [Required]
    public string Catalog { get; set; } = "catalogs/stickers";

    /// <summary>Gets or sets where further catalogs lie in the store, which a conversation may choose instead; each needs an index for every head.</summary>
    /// <value>The default is empty: only <see cref="Catalog"/>.</value>
    public List<string> Catalogs { get; set; } = [];

    /// <summary>Gets or sets where the heads lie in the store; the first one is the default.</summary>
    /// <value>The default is 'models/stickers' alone, and is used when the list is empty.</value>
    public List<string> Heads { get; set; } = [];

    /// <summary>Gets or sets how many threads one pass of a tower uses.</summary>
    /// <value>The default is 0: as many as the machine has cores.</value>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>Gets or sets how many turns are worked on at once.</summary>
    /// <value>The default is 2.</value>
    [Range(1, 256)]
    public int ConcurrentTurns { get; set; } = 2;

    /// <summary>Gets or sets where the towers run.</summary>
    /// <value>The default is Cpu.</value>
    public ExecutionProvider Provider { get; set; } = ExecutionProvider.Cpu;

    /// <summary>Gets or sets which GPU to use.</summary>
    /// <value>The default is 0, the first one.</value>
    [Range(0, 63)]
    public int CudaDevice { get; set; }

    /// <summary>Gets or sets whether the processor may step in where CUDA cannot be used.</summary>
    /// <value>The default is false: that is an error.</value>
    public bool AllowCpuFallback { get; set; }

    /// <summary>Gets or sets how often the store is asked for newer versions.</summary>
    /// <value>The default is 0: only at start, and every half minute until a model is loaded.</value>
    [Range(
        typeof(TimeSpan),
        "00:00:00",
        "1.00:00:00",
        ParseLimitsInInvariantCulture = true,
        ConvertValueInInvariantCulture = true
    )]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.Zero;

    /// <summary>Gets the catalogs in use, the default one first.</summary>
    internal IReadOnlyList<string> CatalogsInUse => [.. Catalogs.Prepend(Catalog).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets the paths of the heads in use: <see cref="Heads"/>, or the default one when it is empty.</summary>
    public IReadOnlyList<string> GetHeads() => Heads.Count == 0 ? ["models/stickers"] : Heads;

    /// <summary>Gets how the towers run.</summary>
    internal EncoderOptions Encoder =>
        new()
        {
            IntraOpThreads = Threads,
            Provider = Provider,
            CudaDevice = CudaDevice,
            AllowCpuFallback = AllowCpuFallback,
        };
}
