using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace DialClip.Experiments.Settings;

/// <summary>Reads the allocation of a feature flag: shares, named units, and the variants of all others.</summary>
internal static class AllocationReader
{
    private const double All = 100;

    /// <summary>Reads the shares: each within 0 to 100, not empty, none over another.</summary>
    public static Allocation ReadShares(
        IConfigurationSection section,
        IReadOnlyCollection<string> variants,
        FlagReader reader
    )
    {
        reader.CheckNames(
            section,
            "default_when_enabled",
            "default_when_disabled",
            "user",
            "group",
            "percentile",
            "seed"
        );
        ConditionsReader.RefuseGroups(section.GetSection("group"), reader);
        var shares = new List<(IConfigurationSection Section, PercentileAllocation Share)>();
        foreach (var share in reader.ReadList(section.GetSection("percentile")))
        {
            reader.CheckNames(share, "variant", "from", "to");
            var variant = reader.ReadVariant(share.GetSection("variant"), variants, isRequired: true);
            var from = reader.ReadNumber(share.GetSection("from"), 0, All);
            var to = reader.ReadNumber(share.GetSection("to"), 0, All);
            if (from >= to)
                reader.Add(
                    $"'{share.Path}' is from {Format(from)} to {Format(to)}, a share of nobody; expected 'from' below "
                        + "'to', or no such share."
                );
            else if (from is not null && to is not null)
                shares.Add(
                    (
                        share,
                        new()
                        {
                            Variant = variant,
                            From = from.Value,
                            To = to.Value,
                        }
                    )
                );
        }
        shares.Sort((left, right) => left.Share.From.CompareTo(right.Share.From));
        foreach (var (left, right) in shares.Zip(shares.Skip(1)))
            if (right.Share.From < left.Share.To)
                reader.Add(
                    $"{Format(right.Share.From)} to {Format(Math.Min(left.Share.To, right.Share.To))} is given twice, "
                        + $"by '{left.Section.Path}' and by '{right.Section.Path}'."
                );
        return new()
        {
            Percentile = [.. shares.Select(share => share.Share)],
            Seed = reader.ReadOptionalText(section.GetSection("seed")),
        };
    }

    /// <summary>Reads the units that are named, each for one variant.</summary>
    public static IReadOnlyList<NamedUnits> ReadNamedUnits(
        IConfigurationSection section,
        IReadOnlyCollection<string> variants,
        FlagReader reader
    )
    {
        var named = new List<NamedUnits>();
        foreach (var entry in reader.ReadList(section))
        {
            reader.CheckNames(entry, "variant", "users");
            var variant = reader.ReadVariant(entry.GetSection("variant"), variants, isRequired: true);
            var users = reader.ReadTexts(entry.GetSection("users"));
            foreach (var user in users.Where(user => named.Any(before => before.Names.Contains(user))))
                reader.Add($"'{entry.Path}:users' names '{user}', who has a variant already.");
            if (variant is not null)
                named.Add(new(variant, users));
        }
        return named;
    }

    private static string Format(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
