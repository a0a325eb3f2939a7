namespace Microsoft.ML.OnnxRuntime;

/// <content>Opening the model.</content>
public partial class InferenceSession
{
    private static SessionOptions Given(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }

    private static unsafe SessionHandle Open(string modelPath, SessionOptions? options, PrePackedWeightsContainer? container)
    {
        var path = OrtCall.PathText(modelPath);
        return Open(options, container, (environment, native, shared) =>
        {
            nint session = 0;
            fixed (byte* text = path)
            {
                OrtCall.Check(shared == 0
                    ? ((delegate* unmanaged<nint, byte*, nint, nint*, nint>)OrtCall.Function(OrtSlot.CreateSession))(environment, text, native, &session)
                    : ((delegate* unmanaged<nint, byte*, nint, nint, nint*, nint>)OrtCall.Function(OrtSlot.CreateSessionWithPrepackedWeightsContainer))(
                        environment, text, native, shared, &session));
            }

            return session;
        });
    }

    private static unsafe SessionHandle Open(byte[] model, SessionOptions? options, PrePackedWeightsContainer? container)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Open(options, container, (environment, native, shared) =>
        {
            nint session = 0;
            fixed (byte* bytes = model)
            {
                OrtCall.Check(shared == 0
                    ? ((delegate* unmanaged<nint, byte*, nint, nint, nint*, nint>)OrtCall.Function(OrtSlot.CreateSessionFromArray))(
                        environment, bytes, model.Length, native, &session)
                    : ((delegate* unmanaged<nint, byte*, nint, nint, nint, nint*, nint>)OrtCall.Function(OrtSlot.CreateSessionFromArrayWithPrepackedWeightsContainer))(
                        environment, bytes, model.Length, native, shared, &session));
            }

            return session;
        });
    }

    private static SessionHandle Open(SessionOptions? options, PrePackedWeightsContainer? container, Func<nint, nint, nint, nint> create)
    {
        using var defaults = options is null ? new SessionOptions() : null;
        using var lease = new HandleLease(options ?? defaults);
        var native = lease.Pointer;
        return new SessionHandle(container, (environment, shared) => create(environment, native, shared));
    }

    private static void Read(nint session, OrtSlot count, OrtSlot name, OrtSlot type, List<string> names, Dictionary<string, NodeMetadata> nodes)
    {
        var number = OrtCall.Get(count, session);
        for (nint i = 0; i < number; i++)
        {
            var text = OrtCall.TakeText(OrtCall.Get(name, session, i, OrtAllocator.DefaultPointer));
            var typeInfo = OrtCall.Get(type, session, i);
            try
            {
                nodes[text] = new NodeMetadata(text, typeInfo);
                names.Add(text);
            }
            finally
            {
                OrtCall.Release(OrtSlot.ReleaseTypeInfo, typeInfo);
            }
        }
    }
}
