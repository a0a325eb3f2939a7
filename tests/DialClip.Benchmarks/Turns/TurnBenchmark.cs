using BenchmarkDotNet.Attributes;
using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Loading;

namespace DialClip.Benchmarks.Turns;

/// <summary>What does a whole turn of the committed model cost beside one pass of its text tower?</summary>
[MemoryDiagnoser]
public class TurnBenchmark : IDisposable
{
    private const string Said = "the rain never stops and I forgot my umbrella at home";
    private const int Top = 10;

    private static readonly string[] Before =
    [
        "good morning!",
        "How was your way to work?",
        "long, as always",
        "Oh no, what happened?",
    ];

    private readonly DialClipRetriever retriever = new();
    private ModelSource? source;
    private ModelLease? lease;
    private LoadedHead? head;
    private DialogContext? alone;
    private DialogContext? remembered;
    private DialogContext? forgotten;

    // The toolchain within this process does not wait for a setup that is a task.
    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    /// <summary>One message through tokeniser and tower, without prompts, experts or search.</summary>
    [Benchmark(Baseline = true)]
    public float[] BareTextTower()
    {
        var backbone = head!.Backbone;
        return backbone.EncodeText(
            [backbone.Tokenizer.Encode(Said)],
            backbone.NoPrompts(Modality.Text, 1),
            CancellationToken.None
        );
    }

    [Benchmark]
    public RetrievalResult FirstTurn() => Retrieve(alone!);

    /// <summary>As the bot does it: the features of earlier turns are kept.</summary>
    [Benchmark]
    public RetrievalResult FifthTurn() => Retrieve(remembered!);

    /// <summary>As it would be if they were not.</summary>
    [Benchmark]
    public RetrievalResult FifthTurnNothingKept() => Retrieve(forgotten!);

    [GlobalCleanup]
    public void Dispose()
    {
        lease?.Dispose();
        source?.Dispose();
        retriever.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task SetupAsync()
    {
        var store = new FileArtifactStore(Path.Combine(RepositoryPaths.Root, "model", "store"));
        source = new ModelSource(new ArtifactLoader(store, Path.GetTempPath()), new ModelOptions());
        await source.ReloadAsync(CancellationToken.None);
        lease = source.Acquire();
        head = lease.Model.Default;
        DialogTurn[] turns =
        [
            .. Before.Select((text, place) => DialogTurn.FromText(place % 2 == 0 ? Speaker.User : Speaker.Bot, text)),
        ];
        var encoded = new List<DialogTurn>();
        foreach (var turn in turns)
            encoded.Add(await retriever.EncodeTurnAsync(turn, head, CancellationToken.None));
        alone = DialogContext.FromMessages([], Said, null, Speaker.User);
        remembered = DialogContext.FromMessages(encoded, Said, null, Speaker.User);
        forgotten = DialogContext.FromMessages(turns, Said, null, Speaker.User);
    }

    private RetrievalResult Retrieve(DialogContext context) =>
        retriever.RetrieveAsync(context, head!, Top, CancellationToken.None).GetAwaiter().GetResult();
}
