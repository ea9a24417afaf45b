using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.ResourceManager;
using CsCheck;

namespace Autobatch.Emulator.Tests.ResourceManager;

public sealed class NamesTests
{
    [Theory]
    [InlineData("myApp", "app-myapp-")]
    [InlineData("my__App_", "app-my-app-")]
    [InlineData("___", "app-")]
    public void A_container_is_named_after_its_application(string application, string start)
    {
        var container = Names.Container("account", application);

        Assert.StartsWith(start, container, StringComparison.Ordinal);
        Assert.Equal(start.Length + 32, container.Length);
    }

    [Fact]
    public void Every_legal_application_has_a_legal_container_of_its_own() =>
        Gen.Char["abzABZ019-_"].Array[1, 64].Select(chars => new string(chars)).Sample(name =>
        {
            var container = Names.Container("account", Names.Application(name));

            Assert.Matches("^[a-z0-9](-?[a-z0-9])+$", container);
            Assert.InRange(container.Length, 3, 63);
            Assert.NotEqual(container, Names.Container("other", name));
        });

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("../x")]
    public void Other_names_of_applications_are_refused(string name) => Assert.Throws<BatchException>(() => Names.Application(name));

    [Theory]
    [InlineData("1.0.0-beta_2", true)]
    [InlineData(".1", false)]
    [InlineData("1/2", false)]
    public void Versions_may_have_dots_but_not_first(string version, bool legal)
    {
        if (legal)
        {
            Assert.Equal(version, Names.Version(version));
        }
        else
        {
            Assert.Throws<BatchException>(() => Names.Version(version));
        }
    }
}
