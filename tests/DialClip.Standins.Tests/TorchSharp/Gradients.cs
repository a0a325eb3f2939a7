using TorchSharp;
using static TorchSharp.torch;

namespace DialClip.Standins.Tests.TorchSharpTests;

/// <summary>Gradients by central differences, in double precision.</summary>
internal static class Gradients
{
    /// <summary>Asserts that autograd agrees with finite differences for every value of a leaf.</summary>
    public static void AssertAgree(Tensor leaf, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        using (var earlier = leaf.grad)
            earlier?.zero_();
        loss().backward();
        var found = leaf.grad!.data<double>().ToArray();
        var flat = leaf.detach().view(-1);

        for (var at = 0; at < found.Length; at++)
        {
            var start = flat[at].ToDouble();
            var expected = (At(start + 1e-6) - At(start - 1e-6)) / 2e-6;
            Assert.Equal(expected, found[at], 1e-6);
            _ = At(start);

            double At(double value)
            {
                using var quiet = no_grad();
                flat[at].fill_(value);
                return loss().ToDouble();
            }
        }
    }
}
