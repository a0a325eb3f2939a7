using System.Globalization;
using DialClip.Training.Terminal;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Loop;

/// <summary>Trains a module with AdamW for one stage of a run, resuming from the stage's checkpoint.</summary>
/// <param name="folder">The run's folder, which holds checkpoints and metrics.</param>
/// <param name="seed">
/// The run's seed; with the step it seeds everything random in that step, so resumption is exact.
/// </param>
/// <param name="progress">The sink for steps, loss and examples a second.</param>
/// <param name="time">The clock that spaces checkpoints.</param>
internal sealed class TrainingLoop(RunFolder folder, int seed, IProgressSink progress, TimeProvider time)
{
    // Decay of the exponential moving average of the displayed loss.
    private const double Smoothing = 0.95;

    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(1);

    /// <summary>Gets the seed of a step.</summary>
    public static int GetSeed(int seed, int step) => unchecked(seed * 1_000_003 + step);

    /// <summary>Trains a module to the last step.</summary>
    /// <param name="stage">The stage's name, in checkpoints and metrics.</param>
    /// <param name="module">The module; all of its parameters are trained.</param>
    /// <param name="options">Steps, batch size and learning rates.</param>
    /// <param name="computeLoss">
    /// Computes the loss of a forward pass, numbered over all steps from 0; called in a dispose scope.
    /// </param>
    /// <param name="validate">
    /// Validates after a step, given the number of steps done, outside of the step's dispose scope; its metrics are
    /// written, and it may end the stage. May be null, and may return null.
    /// </param>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    /// <exception cref="InvalidDataException">The loss is not finite.</exception>
    public void Run(
        string stage,
        nn.Module module,
        LoopOptions options,
        Func<int, Tensor> computeLoss,
        Func<int, StepValidation?>? validate,
        CancellationToken cancellationToken
    )
    {
        var learningRate = new LearningRate(options.PeakLearningRate, options.WarmUp, options.Steps);
        using var optimizer = CreateOptimizer(module, options);
        var checkpoint = new StageCheckpoint(folder, stage);
        var (done, finished) = checkpoint.Restore(module, optimizer);
        using var metrics = RunMetrics.Continue(folder, stage, done);
        var examplesPerStep = options.BatchSize * options.Accumulation;
        progress.WriteLine(
            done == 0
                ? $"{stage}: {options.Steps} steps of {examplesPerStep} examples."
                : $"{stage}: resuming at step {done} of {options.Steps}."
        );
        using var stageProgress = progress.Start(stage, ProgressUnit.Steps(examplesPerStep), options.Steps, done);
        var smoothedLoss = double.NaN;
        var lastSaved = time.GetTimestamp();
        module.train();
        for (var step = done; step < options.Steps && !finished; step++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                checkpoint.Save(module, optimizer, step, last: false);
                progress.WriteLine(
                    $"{stage}: stopped at step {step} of {options.Steps}; run the same command again to resume."
                );
                cancellationToken.ThrowIfCancellationRequested();
            }
            var loss = RunStep(module, optimizer, options, learningRate, computeLoss, step);
            if (!double.IsFinite(loss))
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Stage '{stage}' diverged at step {step}: the loss is {loss}. Try a lower learning rate."
                    )
                );
            smoothedLoss = double.IsNaN(smoothedLoss) ? loss : Smoothing * smoothedLoss + (1 - Smoothing) * loss;
            stageProgress.Report(step + 1, string.Create(CultureInfo.InvariantCulture, $"loss {smoothedLoss:F4}"));
            metrics.WriteStep(step + 1, loss, learningRate.GetRate(step));
            var validation = validate?.Invoke(step + 1);
            if (validation is not null)
                metrics.WriteValidation(step + 1, validation.Metrics);
            finished = step + 1 == options.Steps || validation is { ShouldStop: true };
            if (finished)
                checkpoint.Save(module, optimizer, step + 1, last: true);
            else if (time.GetElapsedTime(lastSaved) >= CheckpointInterval)
            {
                checkpoint.Save(module, optimizer, step + 1, last: false);
                lastSaved = time.GetTimestamp();
            }
        }
        module.eval();
    }

    private double RunStep(
        nn.Module module,
        AdamW optimizer,
        LoopOptions options,
        LearningRate learningRate,
        Func<int, Tensor> computeLoss,
        int step
    )
    {
        using var stepScope = NewDisposeScope();
        manual_seed(GetSeed(seed, step));
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = learningRate.GetRate(step);
        optimizer.zero_grad();
        var stepLoss = 0.0;
        for (var pass = 0; pass < options.Accumulation; pass++)
        {
            using var passScope = NewDisposeScope();
            var loss = computeLoss(step * options.Accumulation + pass) / options.Accumulation;
            loss.backward();
            stepLoss += loss.ToDouble();
        }
        nn.utils.clip_grad_norm_(module.parameters(), options.MaxGradientNorm);
        optimizer.step();
        return stepLoss;
    }

    // Weight decay applies to matrices only, as is usual for transformers.
    private static AdamW CreateOptimizer(nn.Module module, LoopOptions options)
    {
        var isMatrix = module.parameters().ToLookup(parameter => parameter.dim() >= 2);
        var groups = new[] { (Decayed: true, options.WeightDecay), (Decayed: false, WeightDecay: 0.0) }
            .Where(group => isMatrix[group.Decayed].Any())
            .Select(group => new AdamW.ParamGroup(
                isMatrix[group.Decayed],
                new AdamW.Options { weight_decay = group.WeightDecay }
            ));
        return optim.AdamW(groups, options.PeakLearningRate, beta1: 0.9, beta2: 0.98);
    }
}
