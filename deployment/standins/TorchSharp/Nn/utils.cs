using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What is done to all gradients at once.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients down so that together their norm is at most a limit.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                var grads = tensors.Select(tensor => tensor.grad).Where(grad => grad is not null).Select(grad => grad!).ToList();
                if (grads.Count == 0)
                    return 0;
                var norms = stack(grads.Select(grad => grad.norm((float)norm_type)));
                var total = (double.IsPositiveInfinity(norm_type) ? norms.max() : norms.norm((float)norm_type)).ToDouble();
                var factor = max_norm / (total + 1e-6);
                if (factor < 1)
                    foreach (var grad in grads)
                        grad.mul_(factor);
                return total;
            }

            /// <summary>Brings every value of every gradient into [-clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var quiet = no_grad();
                foreach (var tensor in tensors)
                {
                    using var grad = tensor.grad;
                    grad?.clamp_(-clip_value, clip_value);
                }
            }
        }
    }
}
