using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Tensors and what is done with them.</summary>
public static partial class torch
{
    /// <summary>Gets the number of threads that one operator may use.</summary>
    public static int get_num_threads() => Shim.dct_threads();

    public static void set_num_threads(int num) => Op.Check(Shim.dct_set_threads(num));

    public static int get_num_interop_threads() => Shim.dct_interop_threads();

    /// <summary>Sets the number of operators that may run beside each other; only before the first of them.</summary>
    public static void set_num_interop_threads(int num) => Op.Check(Shim.dct_set_interop_threads(num));
}
