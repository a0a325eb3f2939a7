using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace DialClip.Testing;

/// <summary>Access to what was measured.</summary>
internal static class Measurements
{
    extension<T>(MetricCollector<T> collector)
        where T : struct
    {
        /// <summary>Gets the values of a tag of all measurements so far, in order.</summary>
        public IEnumerable<object?> TagValues(string tag) =>
            collector.GetMeasurementSnapshot().Select(measured => measured.Tags.GetValueOrDefault(tag));
    }
}
