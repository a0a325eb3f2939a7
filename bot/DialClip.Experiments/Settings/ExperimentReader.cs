using DialClip.Experiments.Assignment;
using Microsoft.Extensions.Configuration;

namespace DialClip.Experiments.Settings;

/// <summary>Reads an experiment from a feature flag in Microsoft's schema, and finds all its faults.</summary>
internal static class ExperimentReader
{
    private static readonly string[] Names =
    [
        "id",
        "description",
        "display_name",
        "enabled",
        "conditions",
        "variants",
        "allocation",
        "telemetry",
    ];

    /// <summary>Reads the experiment.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="heads">The references of the loaded heads; null where they are not known.</param>
    /// <param name="time">The clock of time windows.</param>
    /// <returns>
    /// The experiment, null for a flag without variants or with problems; and the problems, a sentence each.
    /// </returns>
    public static ExperimentReading Read(
        IConfigurationSection flag,
        IReadOnlyCollection<string>? heads,
        TimeProvider time
    )
    {
        var reader = new FlagReader();
        reader.CheckNames(flag, Names);
        var variants = ReadVariants(flag.GetSection("variants"), heads, reader);
        var allocation = flag.GetSection("allocation");
        var experiment = new Experiment(
            flag["id"] ?? "",
            reader.ReadBoolean(flag.GetSection("enabled")),
            ConditionsReader.Read(flag.GetSection("conditions"), reader),
            variants,
            reader.ReadVariant(
                allocation.GetSection("default_when_enabled"),
                variants.Keys.ToList(),
                isRequired: false
            ),
            reader.ReadVariant(
                allocation.GetSection("default_when_disabled"),
                variants.Keys.ToList(),
                isRequired: false
            ),
            AllocationReader.ReadNamedUnits(allocation.GetSection("user"), variants.Keys.ToList(), reader),
            AllocationReader.ReadShares(allocation, variants.Keys.ToList(), reader)
        );
        if (reader.Problems.Count == 0 && variants.Count > 0)
            Probe(experiment, flag, reader, time);
        return reader.Problems.Count > 0 || variants.Count == 0
            ? new(null, reader.Problems)
            : new(experiment, reader.Problems);
    }

    private static Dictionary<string, VariantSettings> ReadVariants(
        IConfigurationSection section,
        IReadOnlyCollection<string>? heads,
        FlagReader reader
    )
    {
        var variants = new Dictionary<string, VariantSettings>(StringComparer.Ordinal);
        foreach (var variant in reader.ReadList(section))
        {
            reader.CheckNames(variant, "name", "configuration_value", "status_override");
            reader.ReadChoice(variant.GetSection("status_override"), "None", "Enabled", "Disabled");
            if (reader.ReadText(variant.GetSection("name")) is not { } name)
                continue;
            var settings = VariantSettings.None;
            try
            {
                settings = VariantSettings.Read(name, variant.GetSection("configuration_value"));
            }
            catch (InvalidDataException error)
            {
                reader.Add(error.Message);
            }
            if (!variants.TryAdd(name, settings))
                reader.Add($"'{variant.Path}:name' is '{name}', which is the name of an earlier variant, too.");
            if (settings.Head is { } head && heads?.Contains(head) == false)
                reader.Add(
                    $"Variant '{name}' asks for head '{head}', which is not loaded; loaded are "
                        + $"{FlagReader.Quote(heads)}. Add it to 'DialClip:Model:Heads'."
                );
        }
        return variants;
    }

    // What the checks do not know of would otherwise fail at every message. Each filter by itself, because one may hide
    // the others; nothing here waits for anything.
    private static void Probe(Experiment experiment, IConfigurationSection flag, FlagReader reader, TimeProvider time)
    {
        var unit = new ExperimentUnit("user", "probe\nprobe");
        List<ExperimentConditions> conditions =
        [
            .. experiment.Conditions.Filters.Select(filter => experiment.Conditions with { Filters = [filter] }),
            experiment.Conditions,
        ];
        foreach (var part in conditions)
        {
            try
            {
                new ExperimentEvaluator(experiment with { IsEnabled = true, Conditions = part }, time)
                    .EvaluateAsync(new(unit, unit.Hash), CancellationToken.None)
                    .AsTask()
                    .GetAwaiter()
                    .GetResult();
            }
            catch (Exception error)
            {
                var message = error.GetBaseException().Message.ReplaceLineEndings(" ");
                reader.Add($"'{flag.Path}' cannot be evaluated for a unit: {message}");
                return;
            }
        }
    }
}
