using System.Globalization;
using DialClip.Training.Terminal;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DialClip.Training.Loop;

/// <summary>One stage of training: AdamW steps with checkpoints, from where the last run stopped.</summary>
/// <param name="folder">Where the checkpoint lies.</param>
/// <param name="seed">With the step it gives the seed of everything random in that step, so that an interrupted run goes on exactly.</param>
/// <param name="progress">Shows steps, loss and examples a second.</param>
/// <param name="time">Says when the next checkpoint is due.</param>
internal sealed class TrainingLoop(RunFolder folder, int seed, IProgressSink progress, TimeProvider time)
{
    // Of the loss that is shown, which is an exponential moving average.
    private const double Smoothing = 0.95;

    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromMinutes(1);

    /// <summary>Gets the seed of a step.</summary>
    public static int SeedOf(int seed, int step) => unchecked(seed * 1_000_003 + step);

    /// <summary>Trains a module to the last step.</summary>
    /// <param name="stage">Names the checkpoint.</param>
    /// <param name="module">All of its parameters are trained.</param>
    /// <param name="options">Steps and rates.</param>
    /// <param name="loss">Makes the loss of a forward pass, counted over all steps from 0; called inside a dispose scope.</param>
    /// <param name="afterStep">Is called with the number of steps done, outside of the step's scope; what it measured is written down, and it may end the stage. May be null.</param>
    /// <param name="cancel">Saves a checkpoint and ends the work.</param>
    /// <exception cref="InvalidDataException">The loss is no longer a number.</exception>
    public void Run(
        string stage,
        nn.Module module,
        LoopOptions options,
        Func<int, Tensor> loss,
        Func<int, StepMeasurement?>? afterStep,
        CancellationToken cancel
    )
    {
        var rate = new LearningRate(options.PeakLearningRate, options.WarmUp, options.Steps);
        using var optimizer = MakeOptimizer(module, options);
        var checkpoint = new StageCheckpoint(folder, stage);
        var (done, finished) = checkpoint.Restore(module, optimizer);
        using var metrics = RunMetrics.Continue(folder, stage, done);
        progress.WriteLine(
            done == 0
                ? $"{stage}: {options.Steps} steps of {options.BatchSize * options.Accumulation}."
                : $"{stage}: going on at step {done} of {options.Steps}."
        );
        using var running = progress.Start(
            stage,
            ProgressUnit.Steps(options.BatchSize * options.Accumulation),
            options.Steps,
            done
        );
        var smoothed = double.NaN;
        var saved = time.GetTimestamp();
        module.train();
        for (var step = done; step < options.Steps && !finished; step++)
        {
            if (cancel.IsCancellationRequested)
            {
                checkpoint.Save(module, optimizer, step, last: false);
                progress.WriteLine(
                    $"{stage}: stopped at step {step} of {options.Steps}; run the same command again to go on."
                );
                cancel.ThrowIfCancellationRequested();
            }
            var value = Step(module, optimizer, options, rate, loss, step);
            if (!double.IsFinite(value))
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Stage '{stage}' lost its way at step {step}: the loss is {value}. Try a lower learning rate."
                    )
                );
            smoothed = double.IsNaN(smoothed) ? value : Smoothing * smoothed + (1 - Smoothing) * value;
            running.Report(step + 1, string.Create(CultureInfo.InvariantCulture, $"loss {smoothed:F4}"));
            metrics.Step(step + 1, value, rate.At(step));
            var measured = afterStep?.Invoke(step + 1);
            if (measured is not null)
                metrics.Measured(step + 1, measured.Values);
            finished = step + 1 == options.Steps || measured is { Enough: true };
            if (finished)
                checkpoint.Save(module, optimizer, step + 1, last: true);
            else if (time.GetElapsedTime(saved) >= BetweenCheckpoints)
            {
                checkpoint.Save(module, optimizer, step + 1, last: false);
                saved = time.GetTimestamp();
            }
        }
        module.eval();
    }

    private double Step(
        nn.Module module,
        AdamW optimizer,
        LoopOptions options,
        LearningRate rate,
        Func<int, Tensor> loss,
        int step
    )
    {
        using var scope = NewDisposeScope();
        manual_seed(SeedOf(seed, step));
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = rate.At(step);
        optimizer.zero_grad();
        var sum = 0.0;
        for (var pass = 0; pass < options.Accumulation; pass++)
        {
            using var inner = NewDisposeScope();
            var current = loss(step * options.Accumulation + pass) / options.Accumulation;
            current.backward();
            sum += current.ToDouble();
        }
        nn.utils.clip_grad_norm_(module.parameters(), options.MaxGradientNorm);
        optimizer.step();
        return sum;
    }

    private static AdamW MakeOptimizer(nn.Module module, LoopOptions options)
    {
        var byDecay = module.parameters().ToLookup(parameter => parameter.dim() >= 2);
        var groups = new[] { (Decayed: true, options.WeightDecay), (Decayed: false, WeightDecay: 0.0) }
            .Where(group => byDecay[group.Decayed].Any())
            .Select(group => new AdamW.ParamGroup(
                byDecay[group.Decayed],
                new AdamW.Options { weight_decay = group.WeightDecay }
            ));
        return optim.AdamW(groups, options.PeakLearningRate, beta1: 0.9, beta2: 0.98);
    }
}
