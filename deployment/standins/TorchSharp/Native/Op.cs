using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>Calls libtorch's operators by the names of its schemas, such as "add.Tensor".</summary>
internal static unsafe class Op
{
    private const int StackWords = 96;

    private static readonly ConcurrentDictionary<string, nint> known = new();

    /// <summary>Calls an operator that returns one tensor.</summary>
    public static Tensor One(string name, params ReadOnlySpan<Arg> args)
    {
        Value* results;
        var count = Call(name, args, &results);
        return count == 1 && results[0].Kind == ValueKind.Tensor ? new Tensor((nint)results[0].Bits) : throw Unexpected(name, count);
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    public static (Tensor, Tensor) Two(string name, params ReadOnlySpan<Arg> args)
    {
        Value* results;
        var count = Call(name, args, &results);
        return count == 2 ? (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits)) : throw Unexpected(name, count);
    }

    /// <summary>Calls an operator that returns a list of tensors, or several.</summary>
    public static Tensor[] Many(string name, params ReadOnlySpan<Arg> args)
    {
        Value* results;
        var count = Call(name, args, &results);
        var tensors = new Tensor[count];
        for (var i = 0; i < count; i++)
            tensors[i] = new Tensor((nint)results[i].Bits);
        return tensors;
    }

    /// <summary>Calls an operator that returns a number or a flag.</summary>
    public static Value Plain(string name, params ReadOnlySpan<Arg> args)
    {
        Value* results;
        var count = Call(name, args, &results);
        return count == 1 && results[0].Kind is ValueKind.Int or ValueKind.Double or ValueKind.Bool ? results[0] : throw Unexpected(name, count);
    }

    /// <summary>Calls an operator for what it does to its arguments.</summary>
    public static void Do(string name, params ReadOnlySpan<Arg> args) => Call(name, args, null);

    /// <summary>Throws what the thread's last native call complained of, as the real package does.</summary>
    public static ExternalException Error() => new(Marshal.PtrToStringUTF8((nint)Shim.dct_last_error()));

    /// <summary>Throws where a native call said that it failed.</summary>
    public static void Check(int code)
    {
        if (code != 0)
            throw Error();
    }

    /// <summary>Returns a handle, or throws where it is null.</summary>
    public static nint Check(nint handle) => handle != 0 ? handle : throw Error();

    private static int Call(string name, ReadOnlySpan<Arg> args, Value** results)
    {
        var op = known.TryGetValue(name, out var found) ? found : Find(name);
        var values = stackalloc Value[args.Length];
        var words = Words(args);
        var buffer = stackalloc long[StackWords];
        var large = words > StackWords ? GC.AllocateUninitializedArray<long>(words, pinned: true) : null;
        fixed (long* pinned = large)
            Fill(args, values, large is null ? buffer : pinned);
        var count = 0;
        var code = Shim.dct_call(op, values, args.Length, results, &count);
        GC.KeepAlive(large);
        // A tensor must not be finalised while native code holds its handle.
        foreach (ref readonly var arg in args)
            GC.KeepAlive(arg.Reference);
        Check(code);
        return count;
    }

    private static nint Find(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var op = Check(dot < 0 ? Shim.dct_operator(name, "") : Shim.dct_operator(name[..dot], name[(dot + 1)..]));
        return known.GetOrAdd(name, op);
    }

    private static int Words(ReadOnlySpan<Arg> args)
    {
        var words = 0;
        foreach (ref readonly var arg in args)
            words += arg.Reference switch { long[] list => list.Length, Tensor?[] list => list.Length, byte[] text => text.Length / sizeof(long) + 1, _ => 0 };
        return words;
    }

    private static void Fill(ReadOnlySpan<Arg> args, Value* values, long* free)
    {
        for (var i = 0; i < args.Length; i++)
        {
            ref readonly var arg = ref args[i];
            values[i] = new Value { Kind = arg.Kind, Bits = arg.Bits };
            switch (arg.Reference)
            {
                case Tensor tensor:
                    values[i].Bits = tensor.Handle;
                    break;
                case Generator generator:
                    values[i].Bits = generator.Handle;
                    break;
                case long[] list:
                    list.CopyTo(new Span<long>(free, list.Length));
                    (values[i].Count, values[i].Bits) = (list.Length, (long)free);
                    free = free + list.Length;
                    break;
                case Tensor?[] list:
                    for (var item = 0; item < list.Length; item++)
                        free[item] = list[item] is { } given ? given.Handle : 0;
                    (values[i].Count, values[i].Bits) = (list.Length, (long)free);
                    free = free + list.Length;
                    break;
                case byte[] text:
                    text.CopyTo(new Span<byte>(free, text.Length));
                    (values[i].Count, values[i].Bits) = (text.Length, (long)free);
                    free = free + text.Length / sizeof(long) + 1;
                    break;
            }
        }
    }

    private static InvalidOperationException Unexpected(string name, int count) =>
        new($"libtorch's operator {name} returned {count} values of other kinds than this version of it is known to return.");
}
