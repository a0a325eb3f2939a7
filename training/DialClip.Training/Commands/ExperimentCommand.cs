using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Experiments.Analysis.Reports;
using DialClip.Experiments.Events;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>experiment</c>: reports the results of an experiment.</summary>
internal static class ExperimentCommand
{
    private const string Example = "\nExample: dialclip experiment report artifacts/run/experiments.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(TextWriter output)
    {
        var log = new Argument<string>("LOG")
        {
            Description =
                "The log: the configured path with the files of its processes, a folder of *.jsonl, or a path with "
                + "wildcards in quotes.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var html = new Option<bool>("--html") { Description = "Print a page with plots." };
        var control = new Option<string?>("--control")
        {
            Description = "The variant that others are compared with; 'control', or else the first by name.",
        };
        var shares = new Option<string[]>("--share")
        {
            Description = "A variant's share of the units, as NAME=NUMBER, for each variant; equal without.",
        };
        shares.Validators.Add(ValidateShares);
        var report = new Command(
            "report",
            "Says what to do now and why: whether the split works, rates with intervals, differences by always-valid "
                + "sequences, guardrails, and how long still to run."
                + Example
        )
        {
            log,
            json,
            html,
            control,
            shares,
        };
        report.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(html))
                result.AddError("Found --json and --html, expected one of them.");
        });
        report.SetAction(
            async (parsed, _) =>
            {
                var damaged = new Dictionary<string, (DamagedLine First, int Count)>(StringComparer.Ordinal);
                var settings = new ReportSettings
                {
                    Control = parsed.GetValue(control),
                    Shares = ParseShares(parsed.GetValue(shares)),
                };
                var reports = LogReport.Read(
                    parsed.GetValue(log)!,
                    settings,
                    line =>
                        damaged[line.File] = damaged.TryGetValue(line.File, out var seen)
                            ? (seen.First, seen.Count + 1)
                            : (line, 1)
                );
                var text =
                    parsed.GetValue(json) ? JsonSerializer.Serialize(reports, Json)
                    : parsed.GetValue(html) ? HtmlReport.Write(reports)
                    : TextReport.Write(reports);
                await output.WriteLineAsync(text).ConfigureAwait(false);
                // Beside the result, which a program may read.
                foreach (var (first, count) in damaged.Values)
                    await parsed
                        .InvocationConfiguration.Error.WriteLineAsync(Describe(first, count))
                        .ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return new("experiment", "Reports the results of experiments." + Example) { report };
    }

    private static void ValidateShares(OptionResult result)
    {
        foreach (var token in result.Tokens)
            if (ParseShare(token.Value) is null)
                result.AddError(
                    $"--share is '{token.Value}', expected NAME=NUMBER with a number above 0, such as control=50."
                );
    }

    private static Dictionary<string, double>? ParseShares(string[]? texts) =>
        texts is null or []
            ? null
            : texts
                .Select(text => ParseShare(text)!.Value)
                .GroupBy(share => share.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);

    private static KeyValuePair<string, double>? ParseShare(string text)
    {
        var split = text.LastIndexOf('=');
        return
            split > 0
            && double.TryParse(text[(split + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            && share > 0
            && double.IsFinite(share)
            ? KeyValuePair.Create(text[..split], share)
            : null;
    }

    private static string Describe(DamagedLine first, int count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{first.File}: left out {count} damaged line{(count == 1 ? "" : "s")}; line {first.Number} {first.Reason}."
        );
}
