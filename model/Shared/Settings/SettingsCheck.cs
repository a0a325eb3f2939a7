using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace DialClip.Shared.Settings;

/// <summary>The result of comparing a configuration section with its options class.</summary>
/// <param name="Problems">One sentence for each setting that is unknown or of another kind.</param>
/// <param name="Usable">The settings without those.</param>
internal sealed record SettingsCheck(IReadOnlyList<string> Problems, IConfiguration Usable)
{
    public static SettingsCheck Compare(IConfigurationSection section, Type options)
    {
        var problems = new List<string>();
        var usable = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        CheckObject(section, "", options, problems, usable);
        return new(problems, new ConfigurationBuilder().AddInMemoryCollection(usable).Build());
    }

    private static void CheckObject(
        IConfigurationSection section,
        string path,
        Type type,
        List<string> problems,
        Dictionary<string, string?> usable
    )
    {
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } || !IsLeaf(property.PropertyType))
            .ToList();
        if (section.Value is { Length: > 0 } value)
            problems.Add($"'{section.Path}' is '{value}', but it is a section with the settings {ListNames(known)}.");
        foreach (var child in section.GetChildren())
        {
            var property = known.FirstOrDefault(candidate =>
                candidate.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)
            );
            if (property is null)
                problems.Add(
                    $"'{child.Path}' is not a setting; expected one of {ListNames(known)}."
                        + NearestName.Suggest(child.Key, known.Select(candidate => candidate.Name))
                );
            else
                CheckValue(child, Join(path, child.Key), property.PropertyType, problems, usable);
        }
    }

    private static void CheckValue(
        IConfigurationSection section,
        string path,
        Type type,
        List<string> problems,
        Dictionary<string, string?> usable
    )
    {
        if (GetElementType(type) is { } element)
        {
            if (section.Value is { Length: > 0 } single)
                problems.Add($"'{section.Path}' is '{single}', but it takes a list.");
            foreach (var child in section.GetChildren())
                CheckValue(child, Join(path, child.Key), element, problems, usable);
        }
        else if (!IsLeaf(type))
        {
            CheckObject(section, path, type, problems, usable);
        }
        else if (section.GetChildren().Any())
        {
            problems.Add($"'{section.Path}' is a section, but it takes {Describe(type)}.");
        }
        else if (section.Value is { } value)
        {
            if (CanConvert(value, type))
                usable[path] = value;
            else
                problems.Add($"'{section.Path}' is '{value}', but it takes {Describe(type)}.");
        }
    }

    private static bool CanConvert(string value, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (value.Length == 0 && target != type)
            return true;
        try
        {
            var converted = TypeDescriptor.GetConverter(target).ConvertFromInvariantString(value);
            return !target.IsEnum || (converted is not null && Enum.IsDefined(target, converted));
        }
        catch (Exception error)
            when (error is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            // Whatever the reason, the message names the value and what it should have been.
            return false;
        }
    }

    private static string Describe(Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        return target switch
        {
            { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(target)),
            _ when target == typeof(bool) => "true or false",
            _ when target == typeof(int) || target == typeof(long) => "a whole number",
            _ when target == typeof(float) || target == typeof(double) => "a number",
            _ when target == typeof(TimeSpan) => "a time span such as 00:05:00",
            _ when target == typeof(Uri) => "an address",
            _ => "a text",
        };
    }

    private static bool IsLeaf(Type type) =>
        TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).CanConvertFrom(typeof(string));

    private static Type? GetElementType(Type type) =>
        type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.GetInterfaces()
            .Append(type)
            .Where(candidate =>
                candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            )
            .Select(candidate => candidate.GetGenericArguments()[0])
            .Select(element =>
                element.IsGenericType && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
                    ? element.GetGenericArguments()[1]
                    : element
            )
            .FirstOrDefault();

    private static string ListNames(IEnumerable<PropertyInfo> known) =>
        string.Join(", ", known.Select(property => $"'{property.Name}'").Order(StringComparer.Ordinal));

    private static string Join(string path, string key) =>
        path.Length == 0 ? key : ConfigurationPath.Combine(path, key);
}
