namespace Microsoft.ML.OnnxRuntime;

/// <summary>What a model's file says about itself.</summary>
public class ModelMetadata
{
    internal ModelMetadata(nint session)
    {
        var metadata = OrtCall.Get(OrtSlot.SessionGetModelMetadata, session);
        try
        {
            ProducerName = Text(OrtSlot.ModelMetadataGetProducerName, metadata);
            GraphName = Text(OrtSlot.ModelMetadataGetGraphName, metadata);
            Domain = Text(OrtSlot.ModelMetadataGetDomain, metadata);
            Description = Text(OrtSlot.ModelMetadataGetDescription, metadata);
            Version = OrtCall.Get(OrtSlot.ModelMetadataGetVersion, metadata);
            ReadCustomMap(metadata);
        }
        finally
        {
            OrtCall.Release(OrtSlot.ReleaseModelMetadata, metadata);
        }
    }

    /// <summary>Gets the name of the program that made the model.</summary>
    public string ProducerName { get; }

    /// <summary>Gets the graph's name.</summary>
    public string GraphName { get; }

    /// <summary>Gets the model's domain.</summary>
    public string Domain { get; }

    /// <summary>Gets the model's description.</summary>
    public string Description { get; }

    /// <summary>Gets the model's version.</summary>
    public long Version { get; }

    /// <summary>Gets the model's own keys and values.</summary>
    public Dictionary<string, string> CustomMetadataMap { get; } = [];

    private static string Text(OrtSlot slot, nint metadata) => OrtCall.TakeText(OrtCall.Get(slot, metadata, OrtAllocator.DefaultPointer));

    private unsafe void ReadCustomMap(nint metadata)
    {
        nint* keys = null;
        long count = 0;
        var getKeys = (delegate* unmanaged<nint, nint, nint**, long*, nint>)OrtCall.Function(OrtSlot.ModelMetadataGetCustomMetadataMapKeys);
        OrtCall.Check(getKeys(metadata, OrtAllocator.DefaultPointer, &keys, &count));
        for (var i = 0; i < count; i++)
        {
            var value = OrtCall.TakeText(OrtCall.Get(OrtSlot.ModelMetadataLookupCustomMetadataMap, metadata, OrtAllocator.DefaultPointer, keys[i]));
            CustomMetadataMap[OrtCall.TakeText(keys[i])] = value;
        }

        if (keys != null)
            OrtCall.Do(OrtSlot.AllocatorFree, OrtAllocator.DefaultPointer, (nint)keys);
    }
}
