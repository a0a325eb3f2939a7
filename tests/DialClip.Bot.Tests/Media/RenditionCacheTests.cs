using DialClip.Bot.Media;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Media;

public sealed class RenditionCacheTests
{
    private static readonly MediaAddress Address = new("0123456789ab", "w1024", "bird.png");

    [Fact]
    public async Task Get_SecondTime_IsNotMadeAgain()
    {
        using var sut = CreateSut();
        var made = 0;

        var first = await sut.GetAsync(Address, _ => Make(100), default);
        var second = await sut.GetAsync(Address with { }, _ => Make(100), default);

        Assert.Same(first, second);
        Assert.Equal(1, made);

        Task<MediaFile> Make(int bytes)
        {
            made++;
            return Task.FromResult(MediaFile.Create(new byte[bytes], "image/png"));
        }
    }

    [Fact]
    public async Task Get_MoreBytesThanAllowed_AreServedAndNotKept()
    {
        using var sut = CreateSut();
        var made = new List<string>();
        async Task AskAsync(string file) =>
            Assert.NotNull(
                (
                    await sut.GetAsync(
                        Address with
                        {
                            File = file,
                        },
                        _ =>
                        {
                            made.Add(file);
                            return Task.FromResult(MediaFile.Create(new byte[1_500_000], "image/png"));
                        },
                        default
                    )
                )!.Bytes
            );

        await AskAsync("a.png");
        await AskAsync("a.png");
        await AskAsync("b.png");
        await AskAsync("b.png");

        // Both together are more than the 2 MiB: the second is not kept beside the first.
        Assert.Equal(["a.png", "b.png", "b.png"], made);
    }

    [Fact]
    public async Task Get_ManyAtOnce_MakesTwoAndTurnsAwayWhoCannotWait()
    {
        using var sut = CreateSut();
        var gate = new TaskCompletionSource();
        var (running, most) = (0, 0);
        async Task<MediaFile> MakeAsync(CancellationToken cancellationToken)
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await gate.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref running);
            return MediaFile.Create([1], "image/png");
        }

        var asked = Enumerable
            .Range(0, 70)
            .Select(number => sut.GetAsync(Address with { File = number + ".png" }, MakeAsync, default))
            .ToList();
        // Two are made and 64 wait: the others are turned away at once.
        var refused = asked.Count(task => task.IsCompletedSuccessfully && task.Result is null);
        gate.SetResult();
        var answers = await Task.WhenAll(asked);

        Assert.Equal(4, refused);
        Assert.Equal(66, answers.Count(answer => answer is not null));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Get_CallersGiveUp_WhatWasBegunIsKeptAndWhoWaitedLeaves()
    {
        using var sut = CreateSut();
        using var patience = new CancellationTokenSource();
        var begun = new TaskCompletionSource<MediaFile>();
        var making = Enumerable
            .Range(0, 2)
            .Select(number =>
                sut.GetAsync(
                    Address with
                    {
                        File = number + ".png",
                    },
                    token => begun.Task.WaitAsync(token),
                    patience.Token
                )
            )
            .ToList();
        var waiting = sut.GetAsync(
            Address,
            _ => throw new InvalidOperationException("nobody waits for it any more"),
            patience.Token
        );

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        begun.SetResult(MediaFile.Create([1], "image/png"));
        await Task.WhenAll(making);

        Assert.NotNull(
            await sut.GetAsync(
                Address with
                {
                    File = "0.png",
                },
                _ => throw new InvalidOperationException("it is kept"),
                default
            )
        );
    }

    private static RenditionCache CreateSut() => new(Options.Create(new MediaOptions { CacheBytes = 2 * 1024 * 1024 }));

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = most; seen < now; seen = most)
            Interlocked.CompareExchange(ref most, now, seen);
    }
}
