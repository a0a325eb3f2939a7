using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DialClip.Training.Verification;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>verify</c>: runs golden cases.</summary>
internal static class VerifyCommand
{
    public static Command Create(TextWriter output)
    {
        var golden = new Option<DirectoryInfo>("--golden")
        {
            Description = "The folder of golden cases.",
            Required = true,
        };
        var tokenizer = new Option<DirectoryInfo?>("--tokenizer")
        {
            Description = "A folder with vocab.json and merges.txt, where the golden folder has none.",
        };
        var real = new Option<DirectoryInfo?>("--real")
        {
            Description =
                "A checkpoint of OpenAI's ViT-B/32, to compare with its features in the golden folder "
                + "(openai-vit-b-32).",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(
            "verify",
            "Runs golden cases of the tokenizer, the preprocessing and the towers in TorchSharp and ONNX Runtime; "
                + "fails "
                + "beyond tolerance, and without any case.\nExample: dialclip verify --golden ../shared/golden"
        )
        {
            golden,
            tokenizer,
            real,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                Task.Run(
                    () =>
                    {
                        var report = GoldenVerifier.Run(
                            parsed.GetValue(golden)!.FullName,
                            parsed.GetValue(tokenizer)?.FullName,
                            parsed.GetValue(real)?.FullName,
                            weights => new TorchTowers(weights),
                            weights => new OnnxTowers(weights)
                        );
                        if (parsed.GetValue(json))
                            output.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
                        else
                            foreach (var group in report.Groups)
                                output.WriteLine(FormatLine(group));
                        return report.Passed ? ExitCode.Success : ExitCode.Failed;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static string FormatLine(GoldenGroup group) =>
        group.Absent is { } reason
            ? $"absent  {group.Name}: {reason}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(group.Passed ? "passed" : "FAILED"), -7} {group.Name, -50} {group.Cases, 3} cases  "
                    + $"error {group.Error:G3}  tolerance {group.Tolerance:G3}"
            );
}
