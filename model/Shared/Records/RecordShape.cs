using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DialClip.Shared.Records;

/// <summary>
/// Compares a JSON value with the type that it is read as, because the serializer accepts null in lists, does not
/// report unknown properties that it ignores, and names .NET types in its messages.
/// </summary>
/// <param name="options">The serializer options, read-only.</param>
/// <param name="counts">Counts unknown properties.</param>
internal sealed class RecordShape(JsonSerializerOptions options, RecordCounts counts)
{
    private readonly Dictionary<Type, Dictionary<string, JsonPropertyInfo>> properties = [];

    /// <summary>Finds what is wrong with a value; null for nothing.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The type that it is read as.</param>
    /// <param name="path">The value's path in the record, such as "turns[1]"; empty for the record.</param>
    public string? FindError(JsonElement value, Type type, string path = "")
    {
        var shape = options.GetTypeInfo(type);
        var expected = shape.Kind switch
        {
            JsonTypeInfoKind.Object => JsonValueKind.Object,
            JsonTypeInfoKind.Dictionary => JsonValueKind.Object,
            JsonTypeInfoKind.Enumerable => JsonValueKind.Array,
            _ when type == typeof(string) || type.IsEnum => JsonValueKind.String,
            _ => value.ValueKind,
        };
        if (value.ValueKind != expected || value.ValueKind == JsonValueKind.Null)
            return $"{Name(path)} is {Describe(value.ValueKind)}, expected {DescribeType(shape, expected)}";
        return shape.Kind switch
        {
            JsonTypeInfoKind.Object => FindPropertyError(value, shape, path),
            JsonTypeInfoKind.Enumerable => FirstError(
                value.EnumerateArray().Select((item, index) => (item, $"{path}[{index}]")),
                shape
            ),
            JsonTypeInfoKind.Dictionary => FirstError(
                value.EnumerateObject().Select(item => (item.Value, Join(path, item.Name))),
                shape
            ),
            _ when type.IsEnum && !IsMember(type, value.GetString()) =>
                $"{Name(path)} is '{value.GetString()}', expected {string.Join(", ", Enum.GetNames(type))}",
            _ => null,
        };
    }

    private string? FindPropertyError(JsonElement value, JsonTypeInfo shape, string path)
    {
        var known = GetProperties(shape);
        var missing = known
            .Values.Where(IsRequired)
            .Select(property => property.Name)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!known.TryGetValue(property.Name, out var info))
            {
                counts.AddUnknownProperty(property.Name);
                continue;
            }
            missing.Remove(info.Name);
            if (property.Value.ValueKind == JsonValueKind.Null && IsNullable(info))
                continue;
            if (FindError(property.Value, GetValueType(info), Join(path, property.Name)) is { } error)
                return error;
        }
        return missing.Count == 0
            ? null
            : $"{Name(path)} lacks '{string.Join("', '", missing.Order(StringComparer.Ordinal))}'";
    }

    private string? FirstError(IEnumerable<(JsonElement Value, string Path)> values, JsonTypeInfo shape)
    {
        var type = GetElementType(shape);
        return values.Select(item => FindError(item.Value, type, item.Path)).FirstOrDefault(error => error is not null);
    }

    private Dictionary<string, JsonPropertyInfo> GetProperties(JsonTypeInfo shape)
    {
        if (!properties.TryGetValue(shape.Type, out var known))
            properties[shape.Type] = known = shape
                .Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null)
                .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        return known;
    }

    private static bool IsMember(Type type, string? name) =>
        Enum.GetNames(type).Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };

    private static bool IsNullable(JsonPropertyInfo property) =>
        property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    private static Type GetValueType(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static Type GetElementType(JsonTypeInfo shape) =>
        shape.ElementType ?? throw new InvalidOperationException($"'{shape.Type}' has no type of elements.");

    private static string Name(string path) => path.Length == 0 ? "the record" : $"'{path}'";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string DescribeType(JsonTypeInfo shape, JsonValueKind expected) =>
        expected == JsonValueKind.Null ? $"a value of {shape.Type.Name}" : Describe(expected);

    private static string Describe(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Null => "null",
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            _ => "true or false",
        };
}
