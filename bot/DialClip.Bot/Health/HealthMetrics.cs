using System.Diagnostics.Metrics;
using DialClip.Bot.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace DialClip.Bot.Health;

/// <summary>
/// The health of the plugin as the gauge <c>dialclip.health</c>, part by part: 1 healthy, 0.5 degraded, 0 unhealthy.
/// </summary>
/// <remarks>
/// Each reading starts the probes that are due and waits for none of them, so a part that hangs is seen one reading
/// later. Nobody has to ask the health endpoints.
/// </remarks>
internal sealed class HealthMetrics : IHostedService
{
    private readonly Part[] parts;

    /// <summary>Creates the gauge.</summary>
    public HealthMetrics(
        IMeterFactory meters,
        ModelHealthCheck model,
        StorageHealthCheck storage,
        ExperimentHealthCheck experiments
    )
    {
        parts =
        [
            new("model", token => model.CheckHealthAsync(new(), token)),
            new("record", token => storage.CheckHealthAsync(new(), token)),
            new("experiment", experiments.CheckSettingsAsync),
            new("log", experiments.CheckLogAsync),
        ];
        meters
            .Create(BotTelemetry.Name)
            .CreateObservableGauge(
                "dialclip.health",
                Read,
                "1",
                "Health by part: 1 healthy, 0.5 degraded, 0 unhealthy; 'all' is the lowest."
            );
    }

    /// <inheritdoc/>
    /// <remarks>The gauge has to be there although nobody asks for it.</remarks>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private List<Measurement<double>> Read()
    {
        var values = new List<Measurement<double>>();
        var lowest = 1.0;
        foreach (var part in parts)
            if (part.Read() is { } value)
            {
                values.Add(CreateMeasurement(value, part.Name));
                lowest = Math.Min(lowest, value);
            }
        if (values.Count == parts.Length)
            values.Add(CreateMeasurement(lowest, "all"));
        return values;
    }

    private static Measurement<double> CreateMeasurement(double value, string part) =>
        new(value, new KeyValuePair<string, object?>("dialclip.part", part));

    private sealed class Part(string name, Func<CancellationToken, Task<HealthCheckResult>> check)
    {
        private Task<HealthCheckResult>? running;
        private double? latest;

        public string Name => name;

        // Null until the first probe has ended.
        public double? Read()
        {
            lock (this)
            {
                // A result that came after the last reading counts now, though a newer probe may be on its way.
                Take();
                running ??= check(CancellationToken.None);
                Take();
                return latest;
            }
        }

        private void Take()
        {
            if (running is not { IsCompleted: true })
                return;
            latest = !running.IsCompletedSuccessfully
                ? 0
                : running.Result.Status switch
                {
                    HealthStatus.Healthy => 1,
                    HealthStatus.Degraded => 0.5,
                    _ => 0,
                };
            running = null;
        }
    }
}
