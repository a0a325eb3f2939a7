using System.Runtime.InteropServices;

namespace TorchSharp.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library)]
    internal static partial int dct_backward(nint* roots, int rootCount, nint* grads, int gradCount, int retainGraph, int createGraph, nint* inputs, int inputCount);

    [LibraryImport(Library)]
    internal static partial int dct_gradients(
        nint* outputs, int outputCount, nint* inputs, int inputCount, nint* grads, int gradCount, int retainGraph, int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library)]
    internal static partial nint dct_from_blob(void* data, long* sizes, int dims, int type, delegate* unmanaged<nint, void> release, nint context);

    [LibraryImport(Library)]
    internal static partial int dct_grad_enabled();

    [LibraryImport(Library)]
    internal static partial void dct_set_grad_enabled(int enabled);

    [LibraryImport(Library)]
    internal static partial int dct_inference_enabled();

    [LibraryImport(Library)]
    internal static partial nint dct_enter_inference(int enabled);

    [LibraryImport(Library)]
    internal static partial void dct_leave_inference(nint guard);

    [LibraryImport(Library)]
    internal static partial nint dct_generator_new(ulong seed);

    [LibraryImport(Library)]
    internal static partial nint dct_generator_default();

    [LibraryImport(Library)]
    internal static partial void dct_generator_free(nint generator);

    [LibraryImport(Library)]
    internal static partial int dct_generator_seed(nint generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial ulong dct_generator_initial_seed(nint generator);

    [LibraryImport(Library)]
    internal static partial nint dct_generator_state(nint generator);

    [LibraryImport(Library)]
    internal static partial int dct_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)]
    internal static partial int dct_threads();

    [LibraryImport(Library)]
    internal static partial int dct_set_threads(int count);

    [LibraryImport(Library)]
    internal static partial int dct_interop_threads();

    [LibraryImport(Library)]
    internal static partial int dct_set_interop_threads(int count);

    [LibraryImport(Library)]
    internal static partial int dct_has_cuda();

    [LibraryImport(Library)]
    internal static partial int dct_adamw(
        nint parameter, nint gradient, nint average, nint square, double rate, double beta1, double beta2, double epsilon, double decay, long step);
}
