using BenchmarkDotNet.Attributes;
using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Loading;

namespace DialClip.Benchmarks.Turns;

/// <summary>Measures a turn of the committed model against a forward pass of its text tower.</summary>
[MemoryDiagnoser]
public class TurnBenchmark : IDisposable
{
    private const string Text = "the rain never stops and I forgot my umbrella at home";
    private const int Top = 10;

    private static readonly string[] EarlierTexts =
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
    private DialogContext? firstTurn;
    private DialogContext? withFeatures;
    private DialogContext? withoutFeatures;

    // The in-process toolchain does not await an asynchronous setup.
    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    /// <summary>Encodes a message with tokenizer and tower, without prompts, experts or search.</summary>
    [Benchmark(Baseline = true)]
    public float[] TextTower()
    {
        var backbone = head!.Backbone;
        return backbone.EncodeText(
            [backbone.Tokenizer.Encode(Text)],
            backbone.NoPrompts(Modality.Text, 1),
            CancellationToken.None
        );
    }

    /// <summary>Retrieves without earlier turns.</summary>
    [Benchmark]
    public RetrievalResult FirstTurn() => Retrieve(firstTurn!);

    /// <summary>Retrieves with stored features of earlier turns, as the bot does.</summary>
    [Benchmark]
    public RetrievalResult FifthTurn() => Retrieve(withFeatures!);

    /// <summary>Retrieves without stored features.</summary>
    [Benchmark]
    public RetrievalResult FifthTurnWithoutFeatures() => Retrieve(withoutFeatures!);

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
            .. EarlierTexts.Select(
                (text, index) => DialogTurn.FromText(index % 2 == 0 ? Speaker.User : Speaker.Bot, text)
            ),
        ];
        var encoded = new List<DialogTurn>();
        foreach (var turn in turns)
            encoded.Add(await retriever.EncodeTurnAsync(turn, head, CancellationToken.None));
        firstTurn = DialogContext.FromMessages([], Text, null, Speaker.User);
        withFeatures = DialogContext.FromMessages(encoded, Text, null, Speaker.User);
        withoutFeatures = DialogContext.FromMessages(turns, Text, null, Speaker.User);
    }

    private RetrievalResult Retrieve(DialogContext context) =>
        retriever.RetrieveAsync(context, head!, Top, CancellationToken.None).GetAwaiter().GetResult();
}
