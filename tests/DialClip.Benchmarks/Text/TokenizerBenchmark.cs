using BenchmarkDotNet.Attributes;
using DialClip.Model.Text;
using DialClip.Training.Corpus;
using DialClip.Training.Data;

namespace DialClip.Benchmarks.Text;

/// <summary>What does the tokeniser cost for every sentence of training/data, and what does remembering words save?</summary>
[MemoryDiagnoser]
public class TokenizerBenchmark
{
    private string[] sentences = [];
    private ClipTokenizer? tokenizer;
    private BytePairVocabulary? vocabulary;
    private BytePairMerger? merger;

    [GlobalSetup]
    public void Setup()
    {
        var data = Path.Combine(RepositoryPaths.Root, "training", "data");
        var dialogs = DialogFile.Read(Path.Combine(data, "sticker-dialogs")).SelectMany(dialog => dialog.Turns).Select(turn => turn.Text);
        var messages = Directory.EnumerateFiles(Path.Combine(data, "sticker-messages"), "*.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(file => JsonLines.Read<StickerMessages>(file, "line of messages")).SelectMany(entry => entry.Messages);
        sentences = [.. dialogs.Concat(messages).Where(text => text.Length > 0)];
        var folder = Path.Combine(RepositoryPaths.Root, "model", "store", "backbones", "small", "fp32");
        tokenizer = ClipTokenizer.Load(folder);
        vocabulary = VocabularyFiles.ReadFolder(folder);
        merger = new BytePairMerger(vocabulary.Merges);
        Console.WriteLine($"{sentences.Length} sentences, {sentences.Sum(text => text.Length)} characters, {Tokenizer()} tokens.");
    }

    /// <summary>Merges every word anew.</summary>
    [Benchmark(Baseline = true)]
    public int EveryWordAnew() => sentences.Sum(text => WordSplitter.Split(WordSplitter.Clean(text)).Sum(word => Merge(word).Length) + 2);

    /// <summary>The product: words that were seen are remembered.</summary>
    [Benchmark]
    public int Tokenizer() => sentences.Sum(text => tokenizer!.Encode(text).Length);

    /// <summary>Only cleans and cuts: what is left when merging costs nothing.</summary>
    [Benchmark]
    public int WordsOnly() => sentences.Sum(text => WordSplitter.Split(WordSplitter.Clean(text)).Count());

    private int[] Merge(string word)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(word);
        return merger!.Merge([.. bytes.Select((value, place) => vocabulary!.Symbol(value, place == bytes.Length - 1))]);
    }
}
