using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Enters libtorch's inference mode on its thread, and leaves it when it is disposed.</summary>
/// <remarks>It has no finaliser: another thread could not leave the mode.</remarks>
internal sealed class InferenceMode(bool mode) : IDisposable
{
    private nint guard = Op.Check(Shim.dct_enter_inference(mode ? 1 : 0));

    public static bool IsEnabled => Shim.dct_inference_enabled() != 0;

    public void Dispose()
    {
        var owned = Interlocked.Exchange(ref guard, 0);
        if (owned != 0)
            Shim.dct_leave_inference(owned);
    }
}
