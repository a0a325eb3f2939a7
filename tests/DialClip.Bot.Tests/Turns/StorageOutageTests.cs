using System.Diagnostics.Metrics;
using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Bot.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace DialClip.Bot.Tests.Turns;

/// <summary>A conversation storage that fails is not asked for a while; turns cost nothing then.</summary>
public sealed class StorageOutageTests
{
    private readonly FakeTimeProvider time = new();
    private readonly HangingStorage storage = new() { Hangs = false };

    [Fact]
    public async Task Turns_StorageFailsAgainAndAgain_AreTheHostBotsWithoutAskingIt()
    {
        await using var sut = await CreateSutAsync();
        using var changes = Changes(sut);
        storage.Fails = true;

        await sut.SayAsync("one");
        await sut.SayAsync("two");
        var uses = storage.Uses;
        // Now a use would hang for ever.
        storage.Hangs = true;
        var replies = await sut.SayAsync("three");

        Assert.Equal(uses, storage.Uses);
        Assert.Equal("host: three", Assert.Single(replies).Text);
        Assert.Equal(3, LinesWith(sut, TurnReasons.RecordFailed));
        Assert.Equal(1, LinesWith(sut, "not asked again for 30 s"));
        Assert.Equal(["open"], changes.TagValues("dialclip.state"));
    }

    [Fact]
    public async Task Turns_StorageRecovers_GoOnAfterTheBreak()
    {
        await using var sut = await CreateSutAsync();
        using var changes = Changes(sut);
        storage.Fails = true;
        await sut.SayAsync("one");
        await sut.SayAsync("two");
        storage.Fails = false;

        var during = Assert.Single(await sut.SayAsync("three"));
        time.Advance(new TurnTimeouts().StorageBreak);
        var after = Assert.Single(await sut.SayAsync("four"));

        Assert.Equal("host: three", during.Text);
        Assert.Single(after.Attachments);
        Assert.Equal(1, LinesWith(sut, "works again"));
        Assert.Equal(["open", "closed"], changes.TagValues("dialclip.state"));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task Turns_ClockIsSetDuringTheBreak_WaitNeitherLongerNorShorter(int days)
    {
        var shifted = new ShiftedTime(time);
        await using var sut = await CreateSutAsync(clock: shifted);
        storage.Fails = true;
        await sut.SayAsync("one");
        await sut.SayAsync("two");
        storage.Fails = false;
        shifted.Shift = TimeSpan.FromDays(days);

        var during = Assert.Single(await sut.SayAsync("three"));
        time.Advance(new TurnTimeouts().StorageBreak);
        var after = Assert.Single(await sut.SayAsync("four"));

        Assert.Equal("host: three", during.Text);
        Assert.Single(after.Attachments);
    }

    [Fact]
    public async Task Turns_StorageStillFailsAfterTheBreak_AreLoggedOnce()
    {
        await using var sut = await CreateSutAsync();
        storage.Fails = true;
        await sut.SayAsync("one");
        await sut.SayAsync("two");
        var uses = storage.Uses;

        time.Advance(new TurnTimeouts().StorageBreak);
        await sut.SayAsync("three");
        await sut.SayAsync("four");

        // One operation tried it.
        Assert.Equal(uses + 1, storage.Uses);
        Assert.Equal(1, LinesWith(sut, "not asked again for 30 s"));
    }

    [Fact]
    public async Task Settings_OfTheBreak_AreUsed()
    {
        await using var sut = await CreateSutAsync(
            new() { ["DialClip:Timeouts:StorageFailures"] = "2", ["DialClip:Timeouts:StorageBreak"] = "00:01:00" }
        );
        storage.Fails = true;

        await sut.SayAsync("one");
        var uses = storage.Uses;
        time.Advance(TimeSpan.FromSeconds(59));
        await sut.SayAsync("two");

        Assert.Equal(uses, storage.Uses);
    }

    [Fact]
    public async Task Circuit_SuccessesAmongFailures_OpensAtHalf()
    {
        await using var sut = await CreateSutAsync();
        var resilience = sut.Services.GetRequiredService<StorageResilience>();

        await resilience.ExecuteAsync(_ => Task.FromResult(true), TimeSpan.FromSeconds(1), default);
        foreach (var attempt in new[] { 1, 2 })
            await Assert.ThrowsAsync<IOException>(() =>
                resilience.ExecuteAsync(_ => throw new IOException(), TimeSpan.FromSeconds(1), default)
            );

        // Three operations, two of them failed.
        await Assert.ThrowsAsync<BrokenCircuitException>(() =>
            resilience.ExecuteAsync(_ => Task.FromResult(true), TimeSpan.FromSeconds(1), default)
        );
    }

    [Fact]
    public async Task Circuit_ProbeWhoseCallerGaveUp_StaysOpen()
    {
        await using var sut = await CreateSutAsync();
        storage.Fails = true;
        await sut.SayAsync("one");
        await sut.SayAsync("two");
        time.Advance(new TurnTimeouts().StorageBreak);
        var resilience = sut.Services.GetRequiredService<StorageResilience>();
        using var caller = new CancellationTokenSource();

        var probe = resilience.ExecuteAsync(
            token => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => true, token),
            TimeSpan.FromSeconds(3),
            caller.Token
        );
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);

        await Assert.ThrowsAsync<BrokenCircuitException>(() =>
            resilience.ExecuteAsync(_ => Task.FromResult(true), TimeSpan.FromSeconds(1), default)
        );
        Assert.Equal(0, LinesWith(sut, "works again"));
    }

    private Task<TurnHarness> CreateSutAsync(
        Dictionary<string, string?>? settings = null,
        TimeProvider? clock = null
    ) =>
        TurnHarness.CreateAsync(
            settings,
            services => services.AddSingleton(clock ?? time).AddSingleton<IStorage>(storage)
        );

    private static MetricCollector<long> Changes(TurnHarness sut) =>
        new(sut.Services.GetRequiredService<IMeterFactory>(), "DialClip.Bot", "dialclip.storage.circuit.changes");

    private static int LinesWith(TurnHarness sut, string text) =>
        sut.Logs.Lines.Count(line =>
            line.Level >= LogLevel.Information && line.Message.Contains(text, StringComparison.Ordinal)
        );
}
