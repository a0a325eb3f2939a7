using System.Reflection;
using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>What a module calls its fields.</summary>
public static class FieldInfoExtensionMethods
{
    public static string ComponentName(this FieldInfo field) => field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
}
