namespace Autobatch.Tests.Errors;

/// <summary>docs/errors.md says what the catalogue says.</summary>
public sealed class ErrorPageTests
{
    [Fact]
    public void Page_is_what_the_catalogue_says() =>
        Assert.True(
            File.ReadAllText(ErrorPage.Path) == ErrorPage.Make(),
            "docs/errors.md is stale: write it anew with 'dotnet run --project tests/Autobatch.Tests -- -explicit only'.");

    [Fact(Explicit = true)]
    public void Write_the_page_anew() => File.WriteAllText(ErrorPage.Path, ErrorPage.Make());
}
