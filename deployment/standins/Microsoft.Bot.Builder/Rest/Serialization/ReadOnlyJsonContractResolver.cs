using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Microsoft.Rest.Serialization;

/// <summary>Leaves properties without a reachable setter out of the JSON: an anonymous object becomes {}.</summary>
public class ReadOnlyJsonContractResolver : DefaultContractResolver
{
    protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
    {
        var json = base.CreateProperty(member, memberSerialization);
        if (member is PropertyInfo property)
        {
            var isWritten = property.SetMethod is { IsPrivate: false, IsFamily: false } || property.GetMethod is { IsStatic: true };
            json.ShouldSerialize = _ => isWritten;
        }

        return json;
    }
}
