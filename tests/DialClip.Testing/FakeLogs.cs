using Microsoft.Extensions.Logging.Testing;

namespace DialClip.Testing;

/// <summary>Access to what was logged.</summary>
internal static class FakeLogs
{
    extension(FakeLoggerProvider logs)
    {
        /// <summary>Gets the records of all categories so far.</summary>
        public IReadOnlyList<FakeLogRecord> Lines => logs.Collector.GetSnapshot();
    }
}
