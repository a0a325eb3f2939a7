using System.ComponentModel.DataAnnotations;
using DialClip.Artifacts.Stores;

namespace DialClip.Artifacts.Tests.Stores;

public sealed class ArtifactStoreOptionsTests
{
    [Theory]
    [InlineData(ArtifactStoreKind.File, null, null, null)]
    [InlineData(ArtifactStoreKind.Blob, "https://a.blob.core.windows.net/models", null, null)]
    [InlineData(ArtifactStoreKind.Blob, "models", "UseDevelopmentStorage=true", null)]
    [InlineData(ArtifactStoreKind.Blob, null, null, "'Container' is empty")]
    [InlineData(
        ArtifactStoreKind.Blob,
        "models",
        null,
        "expected an https address, because no 'ConnectionString' is set"
    )]
    [InlineData(
        ArtifactStoreKind.Blob,
        "https://a.blob.core.windows.net/models",
        "UseDevelopmentStorage=true",
        "expected a container's name"
    )]
    public void Validate_Settings_ExplainsWhatDoesNotFit(
        ArtifactStoreKind kind,
        string? container,
        string? connectionString,
        string? expected
    )
    {
        var sut = new ArtifactStoreOptions
        {
            Kind = kind,
            Container = container,
            ConnectionString = connectionString,
        };
        var results = new List<ValidationResult>();

        Validator.TryValidateObject(sut, new ValidationContext(sut), results, validateAllProperties: true);

        if (expected is null)
            Assert.Empty(results);
        else
            Assert.Contains(expected, Assert.Single(results).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_UnreadableConnectionString_DoesNotRepeatIt()
    {
        var options = new ArtifactStoreOptions
        {
            Kind = ArtifactStoreKind.Blob,
            Container = "models",
            ConnectionString = "AccountKey=hunter2",
        };

        var error = Assert.Throws<ArtifactException>(() =>
            ArtifactStoreFactory.Create(options, "/", TimeProvider.System)
        );

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_AddressWithASignature_IsDescribedWithoutIt()
    {
        var options = new ArtifactStoreOptions
        {
            Kind = ArtifactStoreKind.Blob,
            Container = "https://a.blob.core.windows.net/models?sv=2023-08-03&sig=hunter2",
        };

        var store = ArtifactStoreFactory.Create(options, "/", TimeProvider.System);

        Assert.Equal("blob container 'https://a.blob.core.windows.net/models'", store.Description);
    }

    [Fact]
    public void Create_RelativeFolder_LiesUnderTheBaseFolder()
    {
        var store = Assert.IsType<FileArtifactStore>(
            ArtifactStoreFactory.Create(new ArtifactStoreOptions(), "/base", TimeProvider.System)
        );

        Assert.Equal("/base/model/store", store.Root);
    }
}
