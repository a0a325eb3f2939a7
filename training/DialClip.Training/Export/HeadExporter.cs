using System.Text.Json;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Training.Checkpoints;
using DialClip.Training.Modules;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace DialClip.Training.Export;

/// <summary>Exports a trained head into a store, and compares it with TorchSharp.</summary>
internal static class HeadExporter
{
    private const int Rows = 3;

    private static readonly string[] ContextInputs = ["turn_features", "modality", "speaker", "distance", "mask"];
    private static readonly string[] PromptOutputs = ["text_prompts", "vision_prompts"];
    private static readonly string[] ExpertOutputs = ["query", "candidate", "intent"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the three graphs, the metrics and the manifest.</summary>
    /// <param name="head">The trained head.</param>
    /// <param name="metrics">The metrics of the training, for metrics.json.</param>
    /// <param name="folder">The folder of the head, new or empty.</param>
    /// <param name="name">The head's name.</param>
    /// <param name="version">The head's version.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidDataException">
    /// The graphs differ from TorchSharp by more than the tolerance, or the folder is not empty.
    /// </exception>
    public static async Task<ArtifactFolder> WriteAsync(
        HeadCheckpoint head,
        JsonElement metrics,
        string folder,
        string name,
        string version,
        CancellationToken cancellationToken
    )
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException($"'{folder}' is not empty. A head is written once: choose a new version.");
        var graphs = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["context.onnx"] = ContextGraph.Create(head.Weights).ToByteArray(),
            ["domain.onnx"] = DomainGraph.Create(head.Weights).ToByteArray(),
            ["experts.onnx"] = ExpertsGraph.Create(head.Weights).ToByteArray(),
        };
        var parity = CheckParity(head.Weights, graphs);
        Directory.CreateDirectory(folder);
        foreach (var (file, bytes) in graphs)
            await File.WriteAllBytesAsync(Path.Combine(folder, file), bytes, cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(
                Path.Combine(folder, "metrics.json"),
                JsonSerializer.Serialize(metrics, Indented) + "\n",
                cancellationToken
            )
            .ConfigureAwait(false);
        var config = head.Weights.Config;
        var properties = new HeadProperties
        {
            BackboneWeightsDigest = head.BackboneWeightsDigest,
            ContextPrompts = config.ContextPrompts,
            DomainPrompts = config.DomainPrompts,
            Rank = config.Rank,
            ExpertRank = config.ExpertRank,
            QueryTurns = head.QueryTurns,
            Temperature = Math.Exp(head.Weights["logit_scale"].Values[0]),
            Thresholds = head.Thresholds,
            Calibration = head.Calibration,
            Fusion = head.Fusion,
            Parity = parity,
        };
        return await ArtifactFolderWriter
            .WriteAsync(folder, name, version, properties, cancellationToken)
            .ConfigureAwait(false);
    }

    private static ParityProperties CheckParity(HeadWeights weights, Dictionary<string, byte[]> graphs)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var module = new DialClipModule(weights.Clip, weights.Config, 0);
        ModuleWeights.Load(module, weights.Tensors, "the head");
        var parity = new ParityCheck();
        foreach (var turns in new[] { 0, 1, 9 })
            CheckContext(module, graphs["context.onnx"], turns, parity);
        CheckExperts(module, graphs["experts.onnx"], parity);
        var domain = Run(graphs["domain.onnx"], [], [], PromptOutputs);
        parity.Compare("domain prompts of the text tower", weights["domain.text"].Values, domain[0]);
        parity.Compare("domain prompts of the vision tower", weights["domain.vision"].Values, domain[1]);
        return parity.Result;
    }

    private static void CheckContext(DialClipModule module, byte[] graph, int turns, ParityCheck parity)
    {
        var random = new Random(turns);
        var width = module.Clip.Dimension;
        long[] shape = [Rows, turns];
        var features = Enumerable.Range(0, Rows * turns).SelectMany(_ => CreateUnitVector(random, width)).ToArray();
        var kinds = new[] { 2, 2, ContextBatch.Distances }
            .Select(sizes => Enumerable.Range(0, Rows * turns).Select(_ => random.NextInt64(sizes)).ToArray())
            .ToArray();
        // The last row is half padding.
        var mask = Enumerable
            .Range(0, Rows * turns)
            .Select(i => i / Math.Max(1, turns) == Rows - 1 && i % turns > turns / 2 ? 0f : 1f)
            .ToArray();
        var (text, vision) = module.GenerateQueryPrompts(
            new(
                tensor(features, [Rows, turns, width]),
                tensor(kinds[0], shape),
                tensor(kinds[1], shape),
                tensor(kinds[2], shape),
                tensor(mask, shape)
            )
        );
        using var values = OrtValue.CreateTensorValueFromMemory(features, [Rows, turns, width]);
        using var modality = OrtValue.CreateTensorValueFromMemory(kinds[0], shape);
        using var speaker = OrtValue.CreateTensorValueFromMemory(kinds[1], shape);
        using var distance = OrtValue.CreateTensorValueFromMemory(kinds[2], shape);
        using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        var actual = Run(graph, ContextInputs, [values, modality, speaker, distance, maskValue], PromptOutputs);
        parity.Compare(
            $"context prompts of the text tower for {turns} turns",
            ModuleWeights.Read(text).Values,
            actual[0]
        );
        parity.Compare(
            $"context prompts of the vision tower for {turns} turns",
            ModuleWeights.Read(vision).Values,
            actual[1]
        );
    }

    private static void CheckExperts(DialClipModule module, byte[] graph, ParityCheck parity)
    {
        var (random, width) = (new Random(2), module.Clip.Dimension);
        var features = Enumerable.Range(0, Rows).SelectMany(_ => CreateUnitVector(random, width)).ToArray();
        var unit = tensor(features, [Rows, width]);
        using var values = OrtValue.CreateTensorValueFromMemory(features, [Rows, width]);
        var actual = Run(graph, ["features"], [values], ExpertOutputs);
        parity.Compare("query experts", ModuleWeights.Read(module.QueryExperts.call(unit)).Values, actual[0]);
        parity.Compare("candidate experts", ModuleWeights.Read(module.CandidateExperts.call(unit)).Values, actual[1]);
        parity.Compare("intent", ModuleWeights.Read(module.Intent.call(unit)).Values, actual[2]);
    }

    private static List<float[]> Run(byte[] graph, string[] names, OrtValue[] inputs, string[] outputs)
    {
        using var options = new SessionOptions();
        using var session = new InferenceSession(graph, options);
        using var run = new RunOptions();
        using var results = session.Run(run, names, inputs, outputs);
        return [.. results.Select(value => value.GetTensorDataAsSpan<float>().ToArray())];
    }

    private static float[] CreateUnitVector(Random random, int width)
    {
        var values = Enumerable.Range(0, width).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var length = MathF.Sqrt(values.Sum(value => value * value));
        return Array.ConvertAll(values, value => value / length);
    }
}
