using Autobatch.Testing;

namespace Autobatch.Azurite.Tests.Install;

public sealed class AzuriteInstallerTests
{
    [Fact]
    public void Source_tree_is_found_from_below_and_a_strange_place_has_the_users_folder()
    {
        string found = InstallFolder.Locate(AppContext.BaseDirectory);
        Assert.True(File.Exists(Path.Combine(found, "package-lock.json")));
        Assert.EndsWith(Path.Combine("src", "Autobatch.Azurite", "npm"), found, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine("autobatch", "azurite"), InstallFolder.Locate(Path.GetTempPath()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Installed_folder_is_used_without_npm_and_a_damaged_script_is_mended()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["node_modules"]);
        await File.WriteAllTextAsync(folder["node_modules/.autobatch-installed"], InstallFolder.ExpectedMarker(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["serve.cjs"], "damaged", TestContext.Current.CancellationToken);

        await AzuriteInstaller.EnsureAsync(
            folder.Path, new Progress<string>(Assert.Fail), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Contains("azurite/dist", await File.ReadAllTextAsync(folder["serve.cjs"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_file_names_no_registry()
    {
        string lockFile = File.ReadAllText(Path.Combine(InstallFolder.Locate(AppContext.BaseDirectory), "package-lock.json"));
        Assert.DoesNotContain("\"resolved\"", lockFile, StringComparison.Ordinal);
        Assert.Contains("\"integrity\"", lockFile, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("npm error code ENOTFOUND\nnpm error network request to https://example.invalid failed", "does not reach its registry (ENOTFOUND)")]
    [InlineData("npm error code EUSAGE\nnpm error more", "exit code 1 (npm error code EUSAGE)")]
    [InlineData("", "exit code 1 (it said nothing)")]
    public void Failure_of_npm_is_one_line(string errors, string expected)
    {
        string message = NpmInstall.Explain(1, errors);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
