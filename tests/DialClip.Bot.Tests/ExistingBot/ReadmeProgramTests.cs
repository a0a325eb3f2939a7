using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>The program of README.md compiles as it stands, in a web project with implicit usings.</summary>
public sealed class ReadmeProgramTests
{
    // Those of Microsoft.NET.Sdk.Web that the program needs.
    private const string ImplicitUsings = """
        global using System;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    [Fact]
    public void Program_AsItStands_Compiles()
    {
        var program = Assert.Single(MarkdownCode.Read("README.md"), block => block.Language == "csharp").Code;

        Assert.Empty(Compile(program));
        // Only a compilation that can fail shows something.
        Assert.NotEmpty(Compile(program.Replace("AddDialClip", "AddNothing", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Compile(string program)
    {
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return CSharpCompilation
            .Create(
                "Readme",
                [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(program)],
                assemblies.Select(file => MetadataReference.CreateFromFile(file)),
                new CSharpCompilationOptions(OutputKind.ConsoleApplication)
            )
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString());
    }
}
