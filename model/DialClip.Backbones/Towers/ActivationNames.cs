namespace DialClip.Backbones.Towers;

/// <summary>The names of activations in a backbone's manifest.</summary>
public static class ActivationNames
{
    /// <summary>Gets the name of an activation.</summary>
    public static string ToName(Activation activation) =>
        activation switch
        {
            Activation.QuickGelu => "quick_gelu",
            Activation.TanhGelu => "gelu_tanh",
            _ => "gelu",
        };

    /// <summary>Gets the activation of a name.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static Activation Parse(string name) =>
        name switch
        {
            "quick_gelu" => Activation.QuickGelu,
            "gelu_tanh" => Activation.TanhGelu,
            "gelu" => Activation.Gelu,
            _ => throw new InvalidDataException(
                $"The backbone has the activation '{name}'; expected quick_gelu, gelu or gelu_tanh."
            ),
        };
}
