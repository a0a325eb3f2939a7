using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Switches recording on or off on its thread, and back when it is disposed.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly bool before;

    public AutoGradMode(bool enabled)
    {
        before = IsEnabled;
        Shim.dct_set_grad_enabled(enabled ? 1 : 0);
    }

    public static bool IsEnabled => Shim.dct_grad_enabled() != 0;

    public void Dispose() => Shim.dct_set_grad_enabled(before ? 1 : 0);
}
