using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace DialClip.Benchmarks;

/// <summary>The settings of all benchmarks.</summary>
internal static class BenchmarkSettings
{
    /// <summary>Creates the settings: median and quartiles, because means are useless on a shared machine.</summary>
    /// <remarks>Results go to artifacts/bench.</remarks>
    public static IConfig Create() =>
        ManualConfig
            .CreateEmpty()
            // In process: a generated project would not have the properties of this build.
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
