using DialClip.Model.Loading;

namespace DialClip.Model.Tests.Loading;

public class SharedReferenceTests
{
    [Fact]
    public void Swap_OldIsLeased_IsDisposedWhenItsLastLeaseEnds()
    {
        using var sut = new SharedReference<Thing>();
        var (old, next) = (new Thing(), new Thing());
        sut.Swap(old);
        var first = sut.TryAcquire()!;
        var second = sut.TryAcquire()!;

        sut.Swap(next);
        first.Dispose();
        first.Dispose();
        var whileLeased = old.Disposals;
        second.Dispose();

        Assert.Equal((0, 1, 0), (whileLeased, old.Disposals, next.Disposals));
        Assert.Same(next, sut.TryAcquire()!.Value);
        Assert.Throws<ObjectDisposedException>(() => first.Value);
    }

    [Fact]
    public void Dispose_LeasedThing_OutlivesIt()
    {
        var sut = new SharedReference<Thing>();
        var thing = new Thing();
        sut.Swap(thing);
        var lease = sut.TryAcquire()!;

        sut.Dispose();

        Assert.Equal(0, thing.Disposals);
        Assert.Null(sut.TryAcquire());
        Assert.Throws<ObjectDisposedException>(() => sut.Swap(new Thing()));
        lease.Dispose();
        Assert.Equal(1, thing.Disposals);
    }

    [Fact]
    public async Task Acquire_WhileSwapping_NeverSeesADisposedThing()
    {
        var sut = new SharedReference<Thing>();
        var things = Enumerable.Range(0, 2000).Select(_ => new Thing()).ToList();
        sut.Swap(things[0]);
        var done = 0;

        var readers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(() =>
                {
                    var seenDisposed = 0;
                    while (Volatile.Read(ref done) == 0)
                    {
                        using var lease = sut.TryAcquire()!;
                        Thread.Yield();
                        seenDisposed += lease.Value.Disposals;
                    }

                    return seenDisposed;
                })
            )
            .ToList();
        foreach (var thing in things.Skip(1))
            sut.Swap(thing);
        Volatile.Write(ref done, 1);
        var seen = await Task.WhenAll(readers);
        sut.Dispose();

        Assert.All(seen, count => Assert.Equal(0, count));
        Assert.All(things, thing => Assert.Equal(1, thing.Disposals));
    }

    private sealed class Thing : IDisposable
    {
        private int disposals;

        public int Disposals => Volatile.Read(ref disposals);

        public void Dispose() => Interlocked.Increment(ref disposals);
    }
}
