using System.CommandLine;

namespace DialClip.Training.Commands;

/// <summary>Validators that options of several verbs share.</summary>
internal static class OptionLimits
{
    /// <summary>Requires 1 or more.</summary>
    /// <returns>The option itself.</returns>
    public static Option<int> AtLeastOne(this Option<int> option)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{option.Name} is {result.GetValueOrDefault<int>()}, expected 1 or more.");
        });
        return option;
    }
}
