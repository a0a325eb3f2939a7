using DialClip.Shared.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DialClip.Bot.Tests.Settings;

public sealed class LiveOptionsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task CurrentValue_ReloadWhileOlderSettingsAreRead_IsOfTheReload()
    {
        using var source = new Source();
        var created = 0;
        var second = Task.CompletedTask;
        var factory = new Factory(() =>
        {
            var mine = new Numbered(++created);
            if (mine.Number == 1)
            {
                // A change that comes while these are read. Where it does not wait for them it is through before they
                // are in use.
                second = Task.Run(source.Change);
                second.Wait(Patience);
            }
            return mine;
        });
        using var sut = new ReloadableOptions<Numbered>(
            factory,
            [source],
            NullLogger<ReloadableOptions<Numbered>>.Instance
        );

        _ = sut.CurrentValue;
        await second;

        Assert.Equal(2, sut.CurrentValue.Number);
    }

    private sealed record Numbered(int Number);

    private sealed class Factory(Func<Numbered> create) : IOptionsFactory<Numbered>
    {
        public Numbered Create(string name) => create();
    }

    private sealed class Source : IOptionsChangeTokenSource<Numbered>, IDisposable
    {
        private readonly List<CancellationTokenSource> all = [new()];

        public string Name => Options.DefaultName;

        public IChangeToken GetChangeToken()
        {
            lock (all)
                return new CancellationChangeToken(all[^1].Token);
        }

        public void Change()
        {
            CancellationTokenSource last;
            lock (all)
            {
                last = all[^1];
                all.Add(new());
            }
            last.Cancel();
        }

        public void Dispose() => all.ForEach(one => one.Dispose());
    }
}
