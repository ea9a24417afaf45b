using System.IO.Compression;
using Autobatch.Local.CommandLine;
using Autobatch.Local.Samples;
using Autobatch.Testing;

namespace Autobatch.Local.Tests.Samples;

public sealed class PackageBuilderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Project_is_published_to_the_same_zip_wherever_it_lies()
    {
        using TemporaryFolder one = new();
        using TemporaryFolder other = new();
        Project(one);
        Project(other);

        byte[] first = await PackageBuilder.BuildAsync(Package(one), one["work"], Cancel);
        byte[] second = await PackageBuilder.BuildAsync(Package(other), other["elsewhere/work"], Cancel);

        using ZipArchive zip = new(new MemoryStream(first));
        Assert.Contains("tool.dll", zip.Entries.Select(entry => entry.FullName));
        Assert.Equal(first, second);
        Assert.Equal(["Program.cs", "tool.csproj"], Directory.GetFileSystemEntries(one["project"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Compile_error_is_told_in_one_line()
    {
        using TemporaryFolder folder = new();
        Project(folder);
        await File.WriteAllTextAsync(folder["project/Program.cs"], "return missing;", Cancel);

        LocalException failure = await Assert.ThrowsAsync<LocalException>(() => PackageBuilder.BuildAsync(Package(folder), folder["work"], Cancel));

        Assert.Contains("CS0103", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private static PackageFolder Package(TemporaryFolder folder) => new("tool", "1.0", folder["project"], folder["project/tool.csproj"]);

    private static void Project(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["project"]);
        File.WriteAllText(folder["project/Program.cs"], "return 0;");
        File.WriteAllText(folder["project/tool.csproj"], """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
                <DebugType>none</DebugType>
                <PathMap>$(MSBuildProjectDirectory)=/src</PathMap>
              </PropertyGroup>
            </Project>
            """);
    }
}
