using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Bot;

/// <summary>Options that a test sets.</summary>
internal sealed class FixedOptions<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue { get; set; } = value;

    public T Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
