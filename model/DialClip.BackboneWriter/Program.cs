using DialClip.Backbones;

#pragma warning disable RS0030 // The entry point is the program.
// Writes the backbone "general" into a store; the build runs it. No libtorch, no ONNX Runtime.
if (args is not [var packages, var trained, var store])
{
    await Console.Error.WriteLineAsync("Usage: DialClip.BackboneWriter PACKAGES TRAINED STORE").ConfigureAwait(false);
    return 2;
}

try
{
    var (folder, isNew) = await GeneralBackboneWriter
        .WriteAsync(packages, trained, store, CancellationToken.None)
        .ConfigureAwait(false);
    await Console.Out.WriteLineAsync($"{folder}: {(isNew ? "written" : "unchanged")}").ConfigureAwait(false);
    return 0;
}
catch (InvalidDataException error)
{
    // In the form that MSBuild shows as an error of the build.
    await Console.Error.WriteLineAsync($"error DIALCLIP007: {error.Message}").ConfigureAwait(false);
    return 1;
}
