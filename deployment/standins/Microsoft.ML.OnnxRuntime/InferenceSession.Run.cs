namespace Microsoft.ML.OnnxRuntime;

/// <content>Running the model.</content>
public partial class InferenceSession
{
    /// <summary>Runs the model.</summary>
    /// <param name="runOptions">How to run; another thread may end the run by <see cref="RunOptions.Terminate"/>.</param>
    /// <param name="inputNames">The names of the inputs given.</param>
    /// <param name="inputValues">Their values, in the same order.</param>
    /// <param name="outputNames">The outputs wanted.</param>
    /// <returns>The outputs in the order of their names; dispose the list.</returns>
    /// <exception cref="OnnxRuntimeException">A name is unknown, a value does not fit, or the run failed or was ended.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions runOptions, IReadOnlyCollection<string> inputNames, IReadOnlyCollection<OrtValue> inputValues, IReadOnlyCollection<string> outputNames)
    {
        ArgumentNullException.ThrowIfNull(runOptions);
        ArgumentNullException.ThrowIfNull(outputNames);
        var results = new nint[outputNames.Count];
        RunInto(runOptions, inputNames, inputValues, outputNames, results);
        return Wrap(results);
    }

    /// <summary>Runs the model on named values.</summary>
    /// <param name="runOptions">How to run; another thread may end the run by <see cref="RunOptions.Terminate"/>.</param>
    /// <param name="inputs">The values by the names of their inputs.</param>
    /// <param name="outputNames">The outputs wanted.</param>
    /// <returns>The outputs in the order of their names; dispose the list.</returns>
    /// <exception cref="OnnxRuntimeException">A name is unknown, a value does not fit, or the run failed or was ended.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(RunOptions runOptions, IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputNames)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Run(runOptions, [.. inputs.Keys], [.. inputs.Values], outputNames);
    }

    /// <summary>Runs the model into values made beforehand, whose shapes must be those of the outputs.</summary>
    /// <exception cref="OnnxRuntimeException">A name is unknown, a value does not fit, or the run failed or was ended.</exception>
    public void Run(
        RunOptions? runOptions,
        IReadOnlyCollection<string> inputNames,
        IReadOnlyCollection<OrtValue> inputValues,
        IReadOnlyCollection<string> outputNames,
        IReadOnlyCollection<OrtValue> outputValues)
    {
        ArgumentNullException.ThrowIfNull(outputNames);
        ArgumentNullException.ThrowIfNull(outputValues);
        if (outputNames.Count != outputValues.Count)
            throw new ArgumentException($"Length of {nameof(outputNames)} ({outputNames.Count}) must match that of {nameof(outputValues)} ({outputValues.Count}).");
        using var defaults = runOptions is null ? new RunOptions() : null;
        using var values = new HandleLeases(outputValues);
        RunInto((runOptions ?? defaults)!, inputNames, inputValues, outputNames, values.Pointers);
    }

    private static DisposableList<OrtValue> Wrap(nint[] results)
    {
        var list = new DisposableList<OrtValue>(results.Length);
        var handles = Array.ConvertAll(results, result => new ValueHandle(result));
        try
        {
            foreach (var value in handles)
                list.Add(new OrtValue(value));
            return list;
        }
        catch
        {
            foreach (var value in handles)
                value.Dispose();
            throw;
        }
    }

    private unsafe void RunInto(
        RunOptions options, IReadOnlyCollection<string> givenNames, IReadOnlyCollection<OrtValue> givenValues, IReadOnlyCollection<string> wantedNames, nint[] results)
    {
        ArgumentNullException.ThrowIfNull(givenNames);
        ArgumentNullException.ThrowIfNull(givenValues);
        if (givenNames.Count != givenValues.Count)
            throw new ArgumentException($"Length of inputNames ({givenNames.Count}) must match that of inputValues ({givenValues.Count}).");
        using var session = new HandleLease(handle, this);
        using var runOptions = new HandleLease(options);
        using var values = new HandleLeases(givenValues);
        var givenTexts = Texts(givenNames, inputs, "Input");
        var wantedTexts = Texts(wantedNames, outputs, "Output");
        fixed (nint* given = givenTexts, wanted = wantedTexts, inputPointers = values.Pointers, outputPointers = results)
        {
            var run = (delegate* unmanaged<nint, nint, nint*, nint*, nint, nint*, nint, nint*, nint>)OrtCall.Function(OrtSlot.Run);
            OrtCall.Check(run(session.Pointer, runOptions.Pointer, given, inputPointers, givenTexts.Length, wanted, wantedTexts.Length, outputPointers));
        }

        // The names lie in the nodes, which lie in this.
        GC.KeepAlive(this);
    }

    private static nint[] Texts(IReadOnlyCollection<string> names, Dictionary<string, NodeMetadata> nodes, string kind)
    {
        var texts = new nint[names.Count];
        var i = 0;
        foreach (var name in names)
        {
            texts[i++] = nodes.TryGetValue(name, out var node)
                ? node.NameText
                : throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"{kind} name: '{name}' is not in the metadata");
        }

        return texts;
    }
}
