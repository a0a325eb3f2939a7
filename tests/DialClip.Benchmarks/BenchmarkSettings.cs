using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace DialClip.Benchmarks;

/// <summary>How every benchmark runs.</summary>
internal static class BenchmarkSettings
{
    /// <summary>Gets the settings: median and quartiles, because a shared machine makes means useless; results in artifacts/bench.</summary>
    public static IConfig Create() =>
        ManualConfig
            .CreateEmpty()
            // A program generated elsewhere would not know where this build takes its SDK packages from, so all runs in this one.
            .AddJob(
                Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
                    .WithWarmupCount(3)
                    .WithIterationCount(15)
                    .WithIterationTime(TimeInterval.FromMilliseconds(250))
            )
            .AddColumnProvider(
                DefaultColumnProviders.Descriptor,
                DefaultColumnProviders.Params,
                DefaultColumnProviders.Metrics
            )
            .AddColumn(StatisticColumn.Q1, StatisticColumn.Median, StatisticColumn.Q3, new MedianRatioColumn())
            .AddExporter(MarkdownExporter.GitHub, JsonExporter.Brief)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine(RepositoryPaths.Root, "artifacts", "bench"));
}
