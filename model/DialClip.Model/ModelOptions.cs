using System.ComponentModel.DataAnnotations;
using DialClip.Encoders;

namespace DialClip.Model;

/// <summary>
/// The options of the model: its artifacts and how it runs. A path that ends in a version is that version, otherwise
/// the newest one.
/// </summary>
public sealed class ModelOptions
{
    /// <summary>Gets or sets the path of the backbone in the store.</summary>
    /// <value>The default is 'backbones/small/fp32'.</value>
    [Required]
    public string Backbone { get; set; } = "backbones/small/fp32";

    /// <summary>Gets or sets the path of the default catalog in the store.</summary>
    /// <value>The default is 'catalogs/stickers'.</value>
    [Required]
    public string Catalog { get; set; } = "catalogs/stickers";

    /// <summary>
    /// Gets or sets the paths of further catalogs in the store, which a conversation may choose; each needs an index
    /// for every head.
    /// </summary>
    /// <value>The default is empty: only <see cref="Catalog"/>.</value>
    public List<string> Catalogs { get; set; } = [];

    /// <summary>Gets or sets the paths of the heads in the store; the first one is the default.</summary>
    /// <value>The default is 'models/stickers' alone, and is used when the list is empty.</value>
    public List<string> Heads { get; set; } = [];

    /// <summary>Gets or sets the number of threads of one forward pass of a tower.</summary>
    /// <value>The default is 0: as many as the machine has cores.</value>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>Gets or sets the maximum number of concurrent turns.</summary>
    /// <value>The default is 2.</value>
    [Range(1, 256)]
    public int ConcurrentTurns { get; set; } = 2;

    /// <summary>Gets or sets the execution provider of the towers.</summary>
    /// <value>The default is Cpu.</value>
    public ExecutionProvider Provider { get; set; } = ExecutionProvider.Cpu;

    /// <summary>Gets or sets the number of the GPU.</summary>
    /// <value>The default is 0, the first one.</value>
    [Range(0, 63)]
    public int CudaDevice { get; set; }

    /// <summary>Gets or sets whether to fall back to the CPU when CUDA cannot be used.</summary>
    /// <value>The default is false: that is an error.</value>
    public bool AllowCpuFallback { get; set; }

    /// <summary>Gets or sets the interval at which the store is asked for newer versions.</summary>
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

    /// <summary>Gets the options of running the towers.</summary>
    internal EncoderOptions Encoder =>
        new()
        {
            IntraOpThreads = Threads,
            Provider = Provider,
            CudaDevice = CudaDevice,
            AllowCpuFallback = AllowCpuFallback,
        };
}
