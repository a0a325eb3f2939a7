using System.Text.Json;
using DialClip.Artifacts.Format;

namespace DialClip.Artifacts.Tests.Format;

public sealed class ArtifactManifestTests
{
    private const string Sha = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void ToBytes_SameFactsInAnyOrder_AreTheseBytes()
    {
        var sut = new ArtifactManifest(
            ArtifactKinds.Catalog,
            "stickers",
            "1",
            [new("media/b.png", 2, Sha), new("items.jsonl", 1, Sha)],
            ArtifactManifest.ToElement(Sample.Catalog)
        );

        var text = System.Text.Encoding.UTF8.GetString(sut.ToBytes());

        var expected = $$"""
            {
              "schema": 1,
              "kind": "catalog",
              "name": "stickers",
              "version": "1",
              "properties": {
                "items": 2,
                "license": "CC0-1.0",
                "source": "made up"
              },
              "files": [
                {
                  "path": "items.jsonl",
                  "size": 1,
                  "sha256": "{{Sha}}"
                },
                {
                  "path": "media/b.png",
                  "size": 2,
                  "sha256": "{{Sha}}"
                }
              ]
            }

            """.ReplaceLineEndings("\n");
        Assert.Equal(expected, text);
        Assert.Equal(sut.ToBytes(), ArtifactManifest.Parse(sut.ToBytes(), "x").ToBytes());
    }

    [Fact]
    public void ReadProperties_EveryKind_ComesBackAsItWasWritten()
    {
        var backbone = Read(Sample.Backbone);
        var head = Read(Sample.Head);

        Assert.Equal(Sample.Head, head);
        Assert.Equal([0.25f, 0.25f, 0.25f], backbone.Vision.Std);
        Assert.Equal(Sample.Backbone with { Vision = backbone.Vision }, backbone);

        static T Read<T>(T properties)
            where T : class, IArtifactProperties =>
            ArtifactManifest
                .Parse(
                    new ArtifactManifest(T.Kind, "n", "v", [], ArtifactManifest.ToElement(properties)).ToBytes(),
                    "x"
                )
                .ReadProperties<T>();
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("C:x")]
    [InlineData("")]
    [InlineData("a/.")]
    [InlineData("a\u0000b")]
    [InlineData("manifest.json")]
    public void Parse_PathThatLeadsElsewhere_IsRefused(string path)
    {
        var json = $$"""
            {"schema":1,"kind":"index","name":"n","version":"v","properties":{},
             "files":[{"path":{{JsonSerializer.Serialize(path)}},"size":1,"sha256":"{{Sha}}"}]}
            """;

        var error = Assert.Throws<ArtifactException>(() =>
            ArtifactManifest.Parse(System.Text.Encoding.UTF8.GetBytes(json), "here/manifest.json")
        );

        Assert.Contains("here/manifest.json", error.Message, StringComparison.Ordinal);
        Assert.Equal(ArtifactFailure.Invalid, error.Reason);
    }

    [Fact]
    public void Parse_SeveralFaults_ListsAll()
    {
        var json = $$"""
            {"schema":1,"kind":"toy","name":"n","version":"../v","properties":[],
             "files":[{"path":"a","size":-1,"sha256":"XY"},{"path":"a","size":1,"sha256":"{{Sha}}"}]}
            """;

        var error = Assert.Throws<ArtifactException>(() =>
            ArtifactManifest.Parse(System.Text.Encoding.UTF8.GetBytes(json), "x")
        );

        foreach (
            var part in new[]
            {
                "kind is 'toy', expected one of backbone, model, catalog, index",
                "version '../v'",
                "properties are Array",
                "'a' has -1 bytes",
                "SHA-256 'XY'",
                "'a' is listed twice",
            }
        )
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "is no manifest")]
    [InlineData("null", "is no manifest")]
    [InlineData("""{"schema":1,"kind":"index","name":"n","version":"v","properties":{}}""", "files")]
    [InlineData("""{"schema":1,"kind":null,"name":"n","version":"v","properties":{},"files":[]}""", "is no manifest")]
    [InlineData(
        """{"schema":1,"kind":"index","kind":"model","name":"n","version":"v","properties":{},"files":[]}""",
        "is no manifest"
    )]
    [InlineData(
        """{"schema":1,"kind":"index","name":"n","version":"v","properties":{},"files":[],"extra":1}""",
        "extra"
    )]
    [InlineData(
        """{"schema":2,"kind":"index","name":"n","version":"v","properties":{},"files":[]}""",
        "has schema 2; this program reads schema 1"
    )]
    public void Parse_NoManifest_SaysWhatIsWrong(string json, string expected)
    {
        var error = Assert.Throws<ArtifactException>(() =>
            ArtifactManifest.Parse(System.Text.Encoding.UTF8.GetBytes(json), "x.json")
        );

        Assert.Contains("'x.json'", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadProperties_OfAnotherKind_IsAMismatch()
    {
        var sut = new ArtifactManifest(
            ArtifactKinds.Catalog,
            "stickers",
            "1",
            [],
            ArtifactManifest.ToElement(Sample.Catalog)
        );

        var error = Assert.Throws<ArtifactException>(sut.ReadProperties<HeadProperties>);

        Assert.Equal(ArtifactFailure.Mismatch, error.Reason);
        Assert.Contains("is a catalog, but a model is expected", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bf16", 0.9999, 0.9995, "precision is 'bf16', expected fp32 or fp16")]
    [InlineData("fp16", 0.9995, 0.998, "parity.cosine has a mean of 0.9995 and a worst of 0.998, expected 0.999 to 1")]
    [InlineData("fp16", 0.9994, 0.9995, "parity.cosine")]
    [InlineData("fp16", 0.9999, double.NaN, "parity.cosine")]
    public void ToElement_ImpossiblePrecision_SaysWhatWasExpected(
        string precision,
        double mean,
        double worst,
        string expected
    )
    {
        var properties = Sample.Backbone with
        {
            Precision = precision,
            Parity = new(0, 1e-4) { Cosine = new(mean, worst, 0.999) },
        };

        var error = Assert.Throws<ArtifactException>(() => ArtifactManifest.ToElement(properties));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToElement_FullAndHalfPrecision_SayTheCosineOnlyWhereThereIsOne()
    {
        var half = Sample.Backbone with
        {
            Precision = BackbonePrecisions.Half,
            Parity = new(0, 1e-4) { Cosine = new(0.9999, 0.9995, 0.999) },
        };

        Assert.DoesNotContain(
            "cosine",
            ArtifactManifest.ToElement(Sample.Backbone).ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            half.Parity,
            new ArtifactManifest(ArtifactKinds.Backbone, "n", "fp16", [], ArtifactManifest.ToElement(half))
                .ReadProperties<BackboneProperties>()
                .Parity
        );
    }

    [Fact]
    public void ToElement_HeadWithoutCalibration_SaysNothingOfIt()
    {
        var element = ArtifactManifest.ToElement(Sample.Head with { Calibration = null });

        Assert.DoesNotContain("calibration", element.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Null(
            new ArtifactManifest(ArtifactKinds.Model, "n", "v", [], element)
                .ReadProperties<HeadProperties>()
                .Calibration
        );
        Assert.DoesNotContain(
            "pictureToText",
            ArtifactManifest.ToElement(Sample.Head).ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(0, 0, "calibration.textToPicture.slope is 0, expected more than 0")]
    [InlineData(-1, 0, "calibration.textToPicture.slope is -1, expected more than 0")]
    [InlineData(double.NaN, 0, "calibration.textToPicture.slope is NaN")]
    [InlineData(1001, 0, "calibration.textToPicture.slope is 1001, expected 0 to 1000")]
    [InlineData(1, 1001, "calibration.textToPicture.intercept is 1001, expected -1000 to 1000")]
    [InlineData(1, double.NaN, "calibration.textToPicture.intercept is NaN")]
    public void ToElement_ImpossibleCalibration_SaysWhatWasExpected(double slope, double intercept, string expected)
    {
        var error = Assert.Throws<ArtifactException>(() =>
            ArtifactManifest.ToElement(
                Sample.Head with
                {
                    Calibration = new() { TextToPicture = new(slope, intercept) },
                }
            )
        );

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.01, 0, "minConfidence is -0.01, expected 0 to 1")]
    [InlineData(1.01, 0, "minConfidence is 1.01, expected 0 to 1")]
    [InlineData(0, -0.01, "minMargin is -0.01, expected 0 to 2")]
    [InlineData(0, 2.01, "minMargin is 2.01, expected 0 to 2")]
    public void ToElement_ImpossibleThreshold_SaysWhatWasExpected(double confidence, double margin, string expected)
    {
        var error = Assert.Throws<ArtifactException>(() =>
            ArtifactManifest.ToElement(
                Sample.Head with
                {
                    Thresholds = new() { MinConfidence = confidence, MinMargin = margin },
                }
            )
        );

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadProperties_MissingFact_NamesIt()
    {
        var sut = new ArtifactManifest(
            ArtifactKinds.Catalog,
            "stickers",
            "1",
            [],
            JsonSerializer.SerializeToElement(new { items = 3 })
        );

        var error = Assert.Throws<ArtifactException>(sut.ReadProperties<CatalogProperties>);

        Assert.Contains("license", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToElement_ImpossibleValues_ListsAll()
    {
        var broken = Sample.Backbone with
        {
            Dimension = 0,
            WeightsDigest = "x",
            Vision = Sample.Backbone.Vision with { ImageSize = 33 },
            Parity = new(double.NaN, 1e-4),
        };

        var error = Assert.Throws<ArtifactException>(() => ArtifactManifest.ToElement(broken));

        foreach (
            var part in new[]
            {
                "dimension is 0",
                "weightsDigest is 'x'",
                "imageSize is 33, expected a multiple of the patch size 8",
                "maxAbsoluteError is NaN",
            }
        )
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "10")]
    [InlineData("1.9.0", "1.10.0")]
    [InlineData("1.0-rc.1", "1.0")]
    [InlineData("1.0-rc.2", "1.0-rc.11")]
    [InlineData("1.0", "1.0.1")]
    [InlineData("2024-09-30", "2024-10-01")]
    [InlineData("v9", "v0010")]
    [InlineData("99999999999999999999998", "99999999999999999999999")]
    public void Order_Versions_PutsTheNewerLast(string older, string newer)
    {
        Assert.True(ArtifactVersion.Order.Compare(older, newer) < 0);
        Assert.True(ArtifactVersion.Order.Compare(newer, older) > 0);
        Assert.Equal(0, ArtifactVersion.Order.Compare(newer, newer));
    }
}
