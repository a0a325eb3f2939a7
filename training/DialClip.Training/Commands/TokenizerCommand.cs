using System.CommandLine;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Terminal;
using DialClip.Training.Tokenizing;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>tokenizer</c>: trains the byte-pair vocabulary of the small model.</summary>
internal static class TokenizerCommand
{
    // 256 bytes within a word, 256 at its end, start and end of text.
    private const int FixedTokens = 514;

    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var into = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder for vocab.json and merges.txt.",
            Required = true,
        };
        var size = new Option<int>("--size")
        {
            Description = "Number of tokens, 515 to 65536.",
            DefaultValueFactory = _ => 12_288,
        };
        var wordNet = new Option<DirectoryInfo>("--wordnet")
        {
            Description = "WordNet 3.0's database files.",
            DefaultValueFactory = _ => new DirectoryInfo("/usr/share/wordnet"),
        };
        var stickers = new Option<DirectoryInfo>("--stickers")
        {
            Description = "The sticker set, as the build fetches it.",
            DefaultValueFactory = _ => new DirectoryInfo("artifacts/npm/stickers"),
        };
        size.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < FixedTokens + 1 or > 65_536)
                result.AddError($"--size is {result.GetValueOrDefault<int>()}, expected 515 to 65536.");
        });
        var command = new Command(
            "tokenizer",
            "Trains a byte-pair vocabulary in CLIP's file format on WordNet and the names of stickers.\n"
                + "Example: dialclip tokenizer --out artifacts/run/tokenizer --size 12288"
        )
        {
            into,
            size,
            wordNet,
            stickers,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                Task.Run(
                    () =>
                    {
                        var synsets = WordNetReader.Read(parsed.GetValue(wordNet)!.FullName);
                        var set = StickerSet.Read(parsed.GetValue(stickers)!.FullName);
                        progress.WriteLine($"Read {synsets.Count} synsets and {set.Count} stickers.");
                        var words = BytePairTrainer.CountWords(TokenizerCorpus.GetTexts(synsets, set));
                        progress.WriteLine($"Training on {words.Count} distinct words.");
                        IReadOnlyList<(string Left, string Right)> merges;
                        using (
                            var stage = progress.Start("Learning", new("merges"), parsed.GetValue(size) - FixedTokens)
                        )
                            merges = BytePairTrainer.Train(
                                words,
                                parsed.GetValue(size) - FixedTokens,
                                stage,
                                cancellationToken
                            );
                        var tokens = VocabularyWriter.Write(parsed.GetValue(into)!.FullName, merges);
                        output.WriteLine($"{tokens} tokens written to {parsed.GetValue(into)!.FullName}");
                        return ExitCode.Success;
                    },
                    cancellationToken
                )
        );
        return command;
    }
}
