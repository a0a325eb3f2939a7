using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam with weight decay apart from the gradient (Loshchilov and Hutter, arXiv 1711.05101).</summary>
public partial class AdamW : OptimizerHelper, optim.IBetas
{
    public AdamW(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false,
        bool maximize = false)
    {
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        Require(eps >= 0, $"Invalid ε: {eps}");
        Require(beta1 is >= 0 and < 1, $"Invalid beta1: {beta1}");
        Require(beta2 is >= 0 and < 1, $"Invalid beta2: {beta2}");
        Require(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (var group in parameters)
            add_param_group(group);
    }

    /// <summary>Gets or sets the betas of groups that are added later without their own.</summary>
    public (double, double) Betas
    {
        get => (((Options)_defaults!).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults!).beta1, ((Options)_defaults).beta2) = value;
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(
        group =>
        {
            foreach (var parameter in group.Parameters!)
            {
                using var grad = parameter.grad;
                if (grad is not null)
                    Step(parameter, grad, (State)_state[parameter.Handle], group.Options);
            }
        },
        closure);

    /// <summary>Adds a group; settings that it lacks are the optimizer's.</summary>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        var defaults = (Options)_defaults!;
        var options = (Options)(param_group.Options ??= new Options());
        options.LearningRate ??= defaults.LearningRate;
        options.beta1 ??= defaults.beta1;
        options.beta2 ??= defaults.beta2;
        options.eps ??= defaults.eps;
        options.weight_decay ??= defaults.weight_decay;
        options.amsgrad ??= defaults.amsgrad;
        options.maximize ??= defaults.maximize;
        options.InitialLearningRate = options.LearningRate!.Value;
        _parameter_groups.Add(param_group);
        foreach (var parameter in param_group.Parameters!)
        {
            var state = new State(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(options);
        }
    }

    private static void Step(Parameter parameter, Tensor grad, State state, Options options)
    {
        var (rate, beta1, beta2) = (options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value);
        var (epsilon, decay) = (options.eps!.Value, options.weight_decay!.Value);
        state.step++;
        if (options.amsgrad != true && options.maximize != true && Fused(parameter, grad, state, rate, beta1, beta2, epsilon, decay))
            return;
        var direction = options.maximize == true ? -grad : grad;
        parameter.mul_(1 - rate * decay);
        state.exp_avg.mul_(beta1).add_(direction, 1 - beta1);
        state.exp_avg_sq.mul_(beta2).addcmul_(direction, direction, 1 - beta2);
        var square = state.exp_avg_sq;
        if (state.max_exp_avg_sq is { } largest)
        {
            largest.copy_(largest.maximum(square));
            square = largest;
        }

        var denominator = (square.sqrt() / Math.Sqrt(1 - Math.Pow(beta2, state.step))).add_(epsilon);
        parameter.addcdiv_(state.exp_avg, denominator, -rate / (1 - Math.Pow(beta1, state.step)));
    }

    private static bool Fused(Parameter parameter, Tensor grad, State state, double rate, double beta1, double beta2, double epsilon, double decay)
    {
        var result = Shim.dct_adamw(parameter.Handle, grad.Handle, state.exp_avg.Handle, state.exp_avg_sq.Handle, rate, beta1, beta2, epsilon, decay, state.step);
        GC.KeepAlive(parameter);
        GC.KeepAlive(grad);
        GC.KeepAlive(state);
        return result switch
        {
            0 => true,
            2 => false,
            _ => throw Op.Error(),
        };
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new ArgumentException(message);
    }
}
