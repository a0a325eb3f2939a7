namespace DialClip.Training.Modules;

/// <summary>The dimensions of a DialCLIP head.</summary>
/// <param name="Rank">r, the width of the context prompt generator.</param>
/// <param name="ContextPrompts">K, the number of context prompts per tower and layer; 0 for none.</param>
/// <param name="DomainPrompts">M, the number of domain prompts per tower and layer; 0 for none.</param>
/// <param name="ExpertRank">r_e, the rank of each expert; 0 for none.</param>
/// <param name="PerLayerUp">
/// True for a matrix per layer from r to the tower's width; false for one matrix and a scale per layer.
/// </param>
internal sealed record DialClipConfig(int Rank, int ContextPrompts, int DomainPrompts, int ExpertRank, bool PerLayerUp)
{
    /// <summary>Gets the preset within the paper's budget of parameters, at most 0.04 % of ViT-B/32.</summary>
    public static DialClipConfig Paper { get; } = new(8, 2, 2, 1, false);

    /// <summary>Gets the preset of the committed heads, over a CLIP of width 128.</summary>
    public static DialClipConfig Small { get; } = new(16, 2, 2, 32, true);

    /// <summary>Gets the preset without a budget.</summary>
    public static DialClipConfig Base { get; } = new(32, 4, 4, 16, true);

    public void Validate()
    {
        if (Rank <= 0 || ContextPrompts < 0 || DomainPrompts < 0 || ExpertRank < 0)
            throw new InvalidDataException(
                $"The head is {this}; expected a positive rank, and prompt counts and an expert rank of 0 or more."
            );
    }
}
