using System.Globalization;
using System.Text.Json;

namespace DialClip.Training.Checkpoints.Options;

/// <summary>
/// Reads the options of one object of a configuration, and collects those that are not computed; null counts as absent.
/// </summary>
internal sealed class OptionReader
{
    private const int MaxValue = 60;

    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly JsonElement section;
    private readonly string path;
    private readonly List<string> faults;
    private readonly OptionReader? fallback;

    /// <summary>Creates a reader.</summary>
    /// <param name="section">The object; any other kind is a fault, undefined is an empty object.</param>
    /// <param name="path">The path of the object with a dot at its end, for messages; empty for the root.</param>
    /// <param name="faults">Receives a clause for every option that is not computed.</param>
    /// <param name="fallback">Has the options that the object lacks; null for none.</param>
    public OptionReader(JsonElement section, string path, List<string> faults, OptionReader? fallback = null)
    {
        (this.section, this.path, this.faults, this.fallback) = (section, path, faults, fallback);
        if (section.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
            faults.Add($"{(path.Length == 0 ? "the file" : path[..^1])} is {Format(section)}, expected an object");
    }

    /// <summary>Determines whether an option is set.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Determines whether an option is a list.</summary>
    public bool IsList(string name) => Find(name) is { ValueKind: JsonValueKind.Array };

    /// <summary>Determines whether an option is an object.</summary>
    public bool IsObject(string name) => Find(name) is { ValueKind: JsonValueKind.Object };

    /// <summary>Adds a fault of an option.</summary>
    /// <param name="name">The option.</param>
    /// <param name="problem">The problem as a clause, such as "expected 3".</param>
    public void Refuse(string name, string problem)
    {
        if (FindOwn(name) is null && fallback?.Has(name) == true)
            fallback.Refuse(name, problem);
        else
            faults.Add($"{path}{name} is {(FindOwn(name) is { } value ? Format(value) : "absent")}, {problem}");
    }

    /// <summary>Reads an object; an absent one is empty.</summary>
    /// <param name="name">The option.</param>
    /// <param name="fallback">Has the options that the object lacks; null for none.</param>
    public OptionReader ReadSection(string name, OptionReader? fallback = null) =>
        new(Find(name) ?? default, $"{path}{name}.", faults, fallback);

    /// <summary>Adds a fault where the object lacks an option that its fallback sets to another value.</summary>
    /// <param name="name">The option.</param>
    /// <param name="values">The value, as JSON may write it.</param>
    /// <param name="problem">The problem as a clause.</param>
    public void RequireOwn(string name, string[] values, string problem)
    {
        if (FindOwn(name) is null && fallback?.FindOwn(name) is { } other && !values.Contains(other.GetRawText()))
            fallback.Refuse(name, problem);
    }

    /// <summary>Reads a whole number above 0.</summary>
    /// <param name="name">The option.</param>
    /// <param name="defaultValue">The value of an absent option; null where it is required.</param>
    /// <param name="min">The smallest value.</param>
    public int ReadInteger(string name, int? defaultValue, int min = 1)
    {
        if (Find(name) is not { } value)
        {
            if (defaultValue is null)
                Refuse(name, "expected a number");
            return defaultValue ?? min;
        }
        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var number)
            && number >= min
            && number <= int.MaxValue
            && number == Math.Floor(number)
        )
            return (int)number;
        Refuse(name, $"expected a whole number of {min} or more");
        return defaultValue ?? min;
    }

    /// <summary>Reads the side of a square: a number, a list of one or two equal ones, or height and width.</summary>
    public int? ReadSquare(string name)
    {
        if (Find(name) is not { } value)
            return null;
        int?[] sides = value.ValueKind switch
        {
            JsonValueKind.Number => [ToSide(value)],
            JsonValueKind.Array => [.. value.EnumerateArray().Select(ToSide)],
            JsonValueKind.Object => ReadSides(value),
            _ => [],
        };
        if (sides.Length is 1 or 2 && sides[0] is { } first && sides.All(side => side == first))
            return first;
        Refuse(name, "expected the side of a square in pixels");
        return null;

        static int?[] ReadSides(JsonElement size)
        {
            var sides = size.EnumerateObject().Where(side => side.Value.ValueKind != JsonValueKind.Null).ToList();
            return sides.Select(side => side.Name).Order().SequenceEqual(["height", "width"])
                ? [.. sides.Select(side => ToSide(side.Value))]
                : [];
        }

        static int? ToSide(JsonElement side) =>
            side.ValueKind == JsonValueKind.Number && side.TryGetInt32(out var pixels) && pixels > 0 ? pixels : null;
    }

    /// <summary>Reads a number.</summary>
    /// <param name="name">The option.</param>
    /// <param name="defaultValue">The value of an absent option.</param>
    /// <param name="isValid">Whether a number is in range.</param>
    /// <param name="expected">The range, as a clause of a message.</param>
    public double ReadNumber(string name, double defaultValue, Func<double, bool> isValid, string expected)
    {
        if (Find(name) is not { } value)
            return defaultValue;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && isValid(number))
            return number;
        Refuse(name, $"expected {expected}");
        return defaultValue;
    }

    /// <summary>Reads three numbers, or one for all three channels; null where absent.</summary>
    public double[]? ReadChannels(string name)
    {
        if (Find(name) is not { } value)
            return null;
        JsonElement[] numbers = value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray()],
            JsonValueKind.Number => [value, value, value],
            _ => [],
        };
        if (
            numbers.Length == 3
            && numbers.All(number => number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out _))
        )
            return [.. numbers.Select(number => number.GetDouble())];
        Refuse(name, "expected three numbers");
        return null;
    }

    /// <summary>Reads true or false.</summary>
    public bool ReadFlag(string name, bool defaultValue)
    {
        if (Find(name) is not { } value)
            return defaultValue;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Refuse(name, "expected true or false");
        return defaultValue;
    }

    /// <summary>Reads one of several texts or numbers.</summary>
    /// <param name="name">The option.</param>
    /// <param name="defaultValue">The value of an absent option.</param>
    /// <param name="choices">The value by its JSON, such as <c>"tok"</c> or <c>3</c>, without quotes.</param>
    public T ReadChoice<T>(string name, T defaultValue, IReadOnlyDictionary<string, T> choices)
    {
        if (Find(name) is not { } value)
            return defaultValue;
        if (
            value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && choices.TryGetValue(value.ToString(), out var choice)
        )
            return choice;
        Refuse(name, $"computed: {string.Join(", ", choices.Keys)}");
        return defaultValue;
    }

    /// <summary>Adds a fault unless an option is absent, false, empty, or one of some texts.</summary>
    /// <param name="name">The option.</param>
    /// <param name="problem">The problem as a clause.</param>
    /// <param name="allowed">The values that change nothing, as JSON writes them.</param>
    public void RequireUnset(string name, string problem, params string[] allowed)
    {
        if (Find(name) is not { } value)
            return;
        var isUnset = value.ValueKind switch
        {
            JsonValueKind.False => true,
            JsonValueKind.String => value.GetString()!.Length == 0,
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.Object => !value.EnumerateObject().Any(),
            _ => false,
        };
        if (!isUnset && !allowed.Contains(value.GetRawText(), StringComparer.Ordinal))
            Refuse(name, problem);
    }

    /// <summary>Marks options that change no feature.</summary>
    public void Ignore(params IReadOnlyCollection<string> names)
    {
        known.UnionWith(names);
        fallback?.Ignore(names);
    }

    /// <summary>Adds a fault for every option that was neither read nor marked.</summary>
    public void RefuseUnknown()
    {
        fallback?.RefuseUnknown();
        if (section.ValueKind != JsonValueKind.Object)
            return;
        foreach (var option in section.EnumerateObject())
            if (option.Value.ValueKind != JsonValueKind.Null && !known.Contains(option.Name))
                faults.Add($"{path}{option.Name} is {Format(option.Value)}, an unknown option");
    }

    private JsonElement? Find(string name)
    {
        var other = fallback?.Find(name);
        return FindOwn(name) ?? other;
    }

    private JsonElement? FindOwn(string name)
    {
        known.Add(name);
        return
            section.ValueKind == JsonValueKind.Object
            && section.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
    }

    // On one line and bounded: the file is untrusted.
    private static string Format(JsonElement value)
    {
        var text = JsonSerializer.Serialize(value);
        return text.Length <= MaxValue
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text[..MaxValue]}... ({text.Length} characters)");
    }
}
