using System.IO.Compression;
using DialClip.Bot.Attachments;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Tests.Attachments;

/// <summary>Responses of untrusted hosts, each of which is bounded or refused.</summary>
public sealed class HostilePictureTests
{
    private const int Limit = 4096;

    public static TheoryData<string> Formats => [.. Files.Keys];

    private static Dictionary<string, byte[]> Files { get; } =
        new()
        {
            ["JPEG"] = EncodedSamples.Jpeg,
            ["PNG"] = TinyPng.Encode(9, 7, TinyPng.Rgb, [.. Enumerable.Range(0, 9 * 7 * 3).Select(i => (byte)(i * i))]),
            ["WebP"] = EncodedSamples.LosslessWebp,
            ["GIF"] = TinyGif.Encode(6, 9, TinyGif.Frame(0, 0, 6, 9, new byte[54])),
            ["BMP"] = TinyBmp.Colours(),
        };

    [Fact]
    public async Task Read_RedirectToTheMetadataAddress_IsNotFollowed()
    {
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            context.Response.Redirect("http://169.254.169.254/latest/meta-data");
            return Task.CompletedTask;
        });

        var reading = await sut.ReadAsync();

        Assert.Equal([PictureRefusal.Redirect], reading.Refused);
        Assert.Single(sut.Dialled);
    }

    [Fact]
    public async Task Read_SlowDrip_EndsWithTheTimeAllowed()
    {
        PictureHarness? time = null;
        await using var sut = await PictureHarness.CreateAsync(async context =>
        {
            for (var second = 0; second < 5; second++)
            {
                await context.Response.Body.WriteAsync(new byte[] { (byte)'B' });
                await context.Response.Body.FlushAsync();
                time!.Time.Advance(TimeSpan.FromSeconds(1));
            }
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        time = sut;

        var reading = await sut.ReadAsync();

        Assert.Equal([PictureRefusal.Timeout], reading.Refused);
    }

    [Fact]
    public async Task Read_SeveralSlowHosts_ShareTheTimeAllowed()
    {
        PictureHarness? time = null;
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            time!.Time.Advance(TimeSpan.FromSeconds(3));
            context.Response.StatusCode = 404;
            return Task.Delay(time.Server.Requests.Count < 2 ? 0 : Timeout.Infinite, context.RequestAborted);
        });
        time = sut;

        var reading = await sut.ReadAsync(
            [.. Enumerable.Repeat(new Attachment("image/png", PictureHarness.TeamsPicture), 3)],
            credentials: new PictureHarness.Signer()
        );

        Assert.Equal([PictureRefusal.Status, PictureRefusal.Timeout], reading.Refused);
    }

    [Fact]
    public async Task Read_TurnThatIsCancelled_IsCancelledAndNotRefused()
    {
        using var turn = new CancellationTokenSource();
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            turn.Cancel();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sut.ReadAsync(
                [new Attachment("image/png", PictureHarness.TeamsPicture)],
                credentials: new PictureHarness.Signer(),
                cancellationToken: turn.Token
            )
        );
    }

    [Fact]
    public async Task Read_HtmlCalledAPicture_IsNoPicture()
    {
        await using var sut = await PictureHarness.CreateAsync(
            HostileServer.Gives("<html><img src=x></html>"u8.ToArray())
        );

        Assert.Equal([PictureRefusal.NotAPicture], (await sut.ReadAsync()).Refused);
    }

    [Fact]
    public async Task Read_PictureCalledHtml_IsTaken()
    {
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.Body.WriteAsync(Files["PNG"]).AsTask();
        });

        Assert.NotNull((await sut.ReadAsync()).Picture);
    }

    [Fact]
    public async Task Read_LengthBeyondTheLimit_IsRefusedUnread()
    {
        await using var sut = await PictureHarness.CreateAsync(
            async context =>
            {
                context.Response.ContentLength = Limit + 1;
                await context.Response.Body.WriteAsync(new byte[1]);
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            options => options.MaxBytes = Limit
        );

        Assert.Equal([PictureRefusal.TooManyBytes], (await sut.ReadAsync()).Refused);
    }

    [Fact]
    public async Task Read_EndlessBody_IsCutOffAtTheLimit()
    {
        long sent = 0;
        await using var sut = await PictureHarness.CreateAsync(
            async context =>
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(new byte[1024]);
                    sent += 1024;
                }
            },
            options => options.MaxBytes = Limit
        );

        Assert.Equal([PictureRefusal.TooManyBytes], (await sut.ReadAsync()).Refused);
        // What lies in the buffers of both sides is all that may be ahead.
        Assert.True(sent < 64 * 1024 * 1024, $"{sent} bytes were sent.");
    }

    [Fact]
    public async Task Read_FewerBytesThanTheLengthSays_IsRefused()
    {
        await using var sut = await PictureHarness.CreateAsync(async context =>
        {
            context.Response.ContentLength = 5000;
            await context.Response.Body.WriteAsync(Files["BMP"]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        Assert.Equal([PictureRefusal.Unreachable], (await sut.ReadAsync()).Refused);
    }

    [Fact]
    public async Task Read_PackedBody_IsNotUnpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(new byte[50_000_000]);
        await using var sut = await PictureHarness.CreateAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.Body.WriteAsync(packed.ToArray()).AsTask();
        });

        var reading = await sut.ReadAsync();

        Assert.Equal([PictureRefusal.NotAPicture], reading.Refused);
        Assert.DoesNotContain("Accept-Encoding", sut.Server.Requests.Single().Keys);
    }

    [Fact]
    public async Task Read_BombOfPixels_IsRefusedUndecoded()
    {
        var bomb = TinyPng.CreateHeader(60_000, 60_000);
        await using var sut = await PictureHarness.CreateAsync(HostileServer.Gives(bomb));
        // Warm: what the first refusal allocates is not what a bomb costs.
        await sut.ReadAsync();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var reading = await sut.ReadAsync();

        Assert.Equal([PictureRefusal.TooManyPixels], reading.Refused);
        // The pixels would take 10 GB; tests of other classes allocate meanwhile.
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 1_000_000_000, "Room was made for the pixels.");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Read_WholeFile_IsTakenWhateverItIsCalled(string format)
    {
        await using var sut = await PictureHarness.CreateAsync(HostileServer.Gives(Files[format]));

        Assert.NotNull((await sut.ReadAsync()).Picture);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Read_TruncatedFile_IsDamaged(string format)
    {
        await using var sut = await PictureHarness.CreateAsync(
            HostileServer.Gives(Files[format][..(Files[format].Length * 3 / 4)])
        );

        Assert.Equal([PictureRefusal.Damaged], (await sut.ReadAsync()).Refused);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Read_CorruptFile_IsDamaged(string format)
    {
        var file = (byte[])Files[format].Clone();
        // Behind what tells the format.
        file.AsSpan(18).Fill(0xFF);
        await using var sut = await PictureHarness.CreateAsync(HostileServer.Gives(file));

        Assert.Equal([PictureRefusal.Damaged], (await sut.ReadAsync()).Refused);
    }

    [Fact]
    public async Task Read_PhotoOfATurnedCamera_IsUpright()
    {
        await using var sut = await PictureHarness.CreateAsync(HostileServer.Gives(EncodedSamples.Jpeg));

        var picture = (await sut.ReadAsync()).Picture;

        Assert.Equal((EncodedSamples.Height, EncodedSamples.Width), (picture!.Width, picture.Height));
    }
}
