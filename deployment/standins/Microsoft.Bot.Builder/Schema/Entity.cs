using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.Bot.Schema;

/// <summary>A piece of metadata about an activity; what kind of it is said by its type, the rest are free properties.</summary>
public class Entity
{
    private static readonly JsonSerializerSettings Settings = new JsonSerializerSettings { MaxDepth = null };

    public Entity()
    {
    }

    public Entity(string type = default)
    {
        Type = type;
    }

    [JsonProperty(PropertyName = "type")]
    public string Type { get; set; }

    /// <summary>Gets or sets the JSON properties that this type does not name; they survive a round trip.</summary>
    [JsonExtensionData(ReadData = true, WriteData = true)]
    public JObject Properties { get; set; } = new JObject();

    /// <summary>Reads this entity as another type, by way of JSON.</summary>
    public T GetAs<T>() => JsonConvert.DeserializeObject<T>(ToJson(this), Settings);

    /// <summary>Takes type and properties from another object, by way of JSON.</summary>
    public void SetAs<T>(T obj)
    {
        var entity = JsonConvert.DeserializeObject<Entity>(ToJson(obj), Settings);
        Type = entity.Type;
        Properties = entity.Properties;
    }

    /// <summary>Says whether both are the same JSON.</summary>
    public bool Equals(Entity other) => other is not null && string.Equals(ToJson(this), ToJson(other), StringComparison.Ordinal);

    public override bool Equals(object obj)
        => obj is not null && (ReferenceEquals(this, obj) || (obj.GetType() == GetType() && Equals((Entity)obj)));

    // As in the real package: equal entities may have different hash codes, so an entity is no dictionary key.
    public override int GetHashCode() => base.GetHashCode();

    private static string ToJson(object value) => JsonConvert.SerializeObject(value, Settings);
}
