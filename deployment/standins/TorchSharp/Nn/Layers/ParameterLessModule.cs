using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A layer without anything to train or to move.</summary>
/// <typeparam name="T1">What it is called with.</typeparam>
/// <typeparam name="TResult">What it returns.</typeparam>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) =>
        throw new InvalidOperationException("Cannot register a buffer on a module that is declared 'parameter-less.'");

    public override void register_parameter(string name, Parameter param) =>
        throw new InvalidOperationException("Cannot register a parameter on a module that is declared 'parameter-less.'");
}
