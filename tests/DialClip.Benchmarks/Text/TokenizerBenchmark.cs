using BenchmarkDotNet.Attributes;
using DialClip.Encoders.Text;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Data.Records;

namespace DialClip.Benchmarks.Text;

/// <summary>
/// Measures the tokenization of an ordinary message, and of a megabyte of the slowest texts.
/// </summary>
[MemoryDiagnoser]
public class TokenizerBenchmark
{
    private const string Message = "Good morning! I'm so happy that you came, let's have coffee and cake later 😀";

    private readonly string letters = Repeat("abcdefghijklmnopqrstuvwxyz");
    private readonly string marks = Repeat("\u0301\u0323");
    private readonly string spaces = Repeat(" ");
    private string[] sentences = [];
    private ClipTokenizer tokenizer = null!;

    [GlobalSetup]
    public void Setup()
    {
        var data = Path.Combine(RepositoryPaths.Root, "training", "data");
        var dialogs = DialogFile
            .Read(Path.Combine(data, "sticker-dialogs"))
            .SelectMany(dialog => dialog.Turns)
            .Select(turn => turn.Text);
        var messages = Directory
            .EnumerateFiles(Path.Combine(data, "sticker-messages"), "*.jsonl")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => RecordFile.ReadLines<StickerMessages>(file, "line of messages", null))
            .SelectMany(entry => entry.Value.Messages);
        sentences = [.. dialogs.Concat(messages).Where(text => text.Length > 0)];
        tokenizer = ClipTokenizer.Load(
            Path.Combine(RepositoryPaths.Root, "model", "store", "backbones", "small", "fp32")
        );
        Console.WriteLine(
            $"{sentences.Length} sentences, {sentences.Sum(text => text.Length)} characters, {Sentences()} tokens."
        );
    }

    /// <summary>Tokenizes an ordinary message.</summary>
    [Benchmark(Baseline = true)]
    public int OneMessage() => tokenizer.Encode(Message).Length;

    /// <summary>Tokenizes all sentences of training/data.</summary>
    [Benchmark]
    public int Sentences() => sentences.Sum(text => tokenizer.Encode(text).Length);

    /// <summary>Tokenizes a word of a million letters, which has the most merges.</summary>
    [Benchmark]
    public int MegabyteOfLetters() => tokenizer.Encode(letters).Length;

    /// <summary>Tokenizes a million combining marks, the most work for NFC.</summary>
    [Benchmark]
    public int MegabyteOfMarks() => tokenizer.Encode(marks).Length;

    /// <summary>Tokenizes a million spaces, which produce no tokens and so reach no limit.</summary>
    [Benchmark]
    public int MegabyteOfSpaces() => tokenizer.Encode(spaces).Length;

    private static string Repeat(string unit) => string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
}
