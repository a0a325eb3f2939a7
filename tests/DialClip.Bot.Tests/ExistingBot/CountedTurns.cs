using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>Counts the turns that the plugin of one set of services took part in, as its telemetry tells them.</summary>
internal sealed class CountedTurns : IDisposable
{
    private readonly MeterListener listener = new();
    private int count;

    public CountedTurns(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == "DialClip.Bot" && ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name == "dialclip.turn.duration")
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref count));
        listener.Start();
    }

    public int Count => Volatile.Read(ref count);

    public void Dispose() => listener.Dispose();
}
