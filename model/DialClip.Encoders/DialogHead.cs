using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Onnx;
using DialClip.Shared.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialClip.Encoders;

/// <summary>A trained head: context prompts, domain prompts, projection experts and intent. Thread-safe.</summary>
public sealed class DialogHead : IDisposable
{
    // Tiny graphs run faster on the calling thread than on an intra-op pool.
    private static readonly EncoderOptions Small = new() { IntraOpThreads = 1 };

    private readonly OnnxGraph context;
    private readonly OnnxGraph experts;
    private readonly int dimension;

    private DialogHead(
        ArtifactFolder folder,
        HeadProperties properties,
        int dimension,
        OnnxGraph context,
        OnnxGraph experts,
        TowerPrompts domainPrompts
    )
    {
        (Properties, Digest, Name, Version) = (
            properties,
            folder.Digest,
            folder.Manifest.Name,
            folder.Manifest.Version
        );
        (this.context, this.experts, DomainPrompts, this.dimension) = (context, experts, domainPrompts, dimension);
    }

    /// <summary>Gets the properties of the head.</summary>
    public HeadProperties Properties { get; }

    /// <summary>Gets the digest of the head.</summary>
    public string Digest { get; }

    /// <summary>Gets the head's name.</summary>
    public string Name { get; }

    /// <summary>Gets the head's version.</summary>
    public string Version { get; }

    /// <summary>Gets the domain prompts, for one candidate: M for each layer.</summary>
    public TowerPrompts DomainPrompts { get; }

    /// <summary>Opens a head's folder for the backbone that it was tuned on, in whatever precision.</summary>
    /// <exception cref="ArtifactException">
    /// A file is missing or damaged, or the head was tuned on other weights or for other shapes.
    /// </exception>
    public static DialogHead Load(ArtifactFolder folder, Backbone backbone, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(backbone);
        logger ??= NullLogger.Instance;
        var properties = folder.Properties<HeadProperties>();
        var towers = backbone.Properties;
        RequireSameWeights(folder, properties, towers);
        var (width, text, vision) = (towers.Dimension, towers.Text, towers.Vision);
        OnnxGraph? context = null;
        OnnxGraph? experts = null;
        try
        {
            var prompts = properties.ContextPrompts + properties.DomainPrompts;
            context = OnnxGraph.Open(
                folder,
                "context.onnx",
                [
                    TensorSpec.Float("turn_features", -1, -1, width),
                    TensorSpec.Int64("modality", -1, -1),
                    TensorSpec.Int64("speaker", -1, -1),
                    TensorSpec.Int64("distance", -1, -1),
                    TensorSpec.Float("mask", -1, -1),
                ],
                [
                    TensorSpec.Float("text_prompts", -1, text.Layers, prompts, text.Width),
                    TensorSpec.Float("vision_prompts", -1, vision.Layers, prompts, vision.Width),
                ],
                Small,
                logger
            );
            experts = OnnxGraph.Open(
                folder,
                "experts.onnx",
                [TensorSpec.Float("features", -1, width)],
                [
                    TensorSpec.Float("query", -1, Experts.Count, width),
                    TensorSpec.Float("candidate", -1, Experts.Count, width),
                    TensorSpec.Float("intent", -1, IntentProbabilities.Count),
                ],
                Small,
                logger
            );
            using var domain = OnnxGraph.Open(
                folder,
                "domain.onnx",
                [],
                [
                    TensorSpec.Float("text_prompts", text.Layers, properties.DomainPrompts, text.Width),
                    TensorSpec.Float("vision_prompts", vision.Layers, properties.DomainPrompts, vision.Width),
                ],
                Small,
                logger
            );
            return new(
                folder,
                properties,
                width,
                context,
                experts,
                CreatePrompts(domain.Run([], CancellationToken.None), batch: 1)
            );
        }
        catch
        {
            context?.Dispose();
            experts?.Dispose();
            throw;
        }
    }

    /// <summary>Computes the deep prompts of queries: K from each context, then the M domain prompts.</summary>
    /// <param name="contexts">The earlier turns of B dialogs, oldest first; their numbers may differ or be 0.</param>
    /// <param name="cancellationToken">Cancels the forward pass.</param>
    /// <exception cref="ArgumentException">A turn has no feature of the backbone's dimension.</exception>
    public TowerPrompts BuildPrompts(
        IReadOnlyList<IReadOnlyList<IContextTurn>> contexts,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(contexts);
        if (contexts.Count == 0)
            return new(DomainPrompts.Text.Repeat(0), DomainPrompts.Vision.Repeat(0));
        var batch = ContextBatch.Build(contexts, dimension);
        var outputs = context.Run(
            [
                GraphTensor.Create(batch.Features, batch.Batch, batch.Turns, dimension),
                GraphTensor.Create(batch.Modality, batch.Batch, batch.Turns),
                GraphTensor.Create(batch.Speaker, batch.Batch, batch.Turns),
                GraphTensor.Create(batch.Distance, batch.Batch, batch.Turns),
                GraphTensor.Create(batch.Mask, batch.Batch, batch.Turns),
            ],
            cancellationToken
        );
        return CreatePrompts(outputs, batch.Batch);
    }

    /// <summary>Projects tower features by every expert.</summary>
    /// <param name="features">(B, D), brought to unit length here.</param>
    /// <param name="batch">B.</param>
    /// <param name="cancellationToken">Cancels the forward pass.</param>
    public ExpertOutput Project(float[] features, int batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Length != batch * dimension)
            throw new ArgumentException(
                $"{features.Length} values do not make {batch} features of {dimension}.",
                nameof(features)
            );
        if (batch == 0)
            return new(dimension, [], [], []);
        var unit = (float[])features.Clone();
        VectorMath.NormalizeRows(unit, dimension, "A tower");
        var outputs = experts.Run([GraphTensor.Create(unit, batch, dimension)], cancellationToken);
        return new(dimension, outputs[0].Floats, outputs[1].Floats, outputs[2].Floats);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        context.Dispose();
        experts.Dispose();
    }

    private static void RequireSameWeights(ArtifactFolder folder, HeadProperties head, BackboneProperties backbone)
    {
        if (head.BackboneWeightsDigest != backbone.WeightsDigest)
            throw new ArtifactException(
                ArtifactFailure.Mismatch,
                $"Head '{folder.Manifest.Name}' version '{folder.Manifest.Version}' was tuned on backbone "
                    + $"weights '{head.BackboneWeightsDigest}', "
                    + $"but backbone '{backbone.Id}' holds weights '{backbone.WeightsDigest}'. Name the head's "
                    + "own backbone in the settings, or tune a head on this one with 'dialclip train'."
            );
    }

    // (B, layers, prompts, width), or without B from the graph that has no input.
    private static TowerPrompts CreatePrompts(GraphTensor[] outputs, int batch)
    {
        return new(ToPrompts(outputs[0]), ToPrompts(outputs[1]));

        DeepPrompts ToPrompts(GraphTensor tensor) =>
            new(batch, tensor.Shape[^3], tensor.Shape[^2], tensor.Shape[^1], tensor.Floats);
    }
}
