using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Tests.Model;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("""{"a":1,"password":"x"}""", """{"a":1}""", true)]
    [InlineData("""{"a":1,"password":"x"}""", """{"a":1,"password":"x"}""", true)]
    [InlineData("""{"a":1,"password":"x"}""", """{"a":1,"password":"y"}""", false)]
    [InlineData("""{"a":1}""", """{"a":1,"password":"y"}""", false)]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", false)]
    [InlineData("""{"a":1,"b":null}""", """{"a":1,"c":null}""", true)]
    [InlineData("""{"a":[{"b":"x","sasKey":"y"}]}""", """{"a":[{"b":"x"}]}""", true)]
    [InlineData("""{"a":[{"b":"x"}]}""", """{"a":[{"b":"X"}]}""", false)]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", false)]
    [InlineData("""{"a":1.0}""", """{"a":1}""", true)]
    public void What_is_sent_is_the_same_when_secrets_are_missing_and_not_when_they_differ(string kept, string sent, bool same) =>
        Assert.Equal(same, Secrets.Same(JsonElement.Parse(kept), JsonElement.Parse(sent)));

    [Theory]
    [InlineData("""{"a":1,"password":"x"}""", """{"a":1}""", """{"a":1,"password":"x"}""")]
    [InlineData("""{"a":1,"password":"x"}""", """{"a":1,"password":"y"}""", """{"a":1,"password":"y"}""")]
    [InlineData("""{"a":1,"password":"x"}""", """{"a":1,"password":null}""", """{"a":1,"password":"x"}""")]
    [InlineData("""{"a":1,"password":"x"}""", """{"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":{"b":"Admin","password":"x"},"c":1}""", """{"a":{"b":"admin"},"c":2}""", """{"a":{"b":"admin","password":"x"},"c":2}""")]
    [InlineData("""[{"n":1,"password":"x"},{"n":2,"password":"y"}]""", """[{"n":2},{"n":3},{"n":1}]""", """[{"n":2,"password":"y"},{"n":3},{"n":1,"password":"x"}]""")]
    [InlineData("""{"a":1,"u":{"sshPrivateKey":"x"},"password":"y"}""", """{"a":1,"u":{}}""", """{"a":1,"u":{"sshPrivateKey":"x"},"password":"y"}""")]
    public void A_secret_stays_with_what_it_belongs_to(string kept, string sent, string after) =>
        Assert.Equal(after, Secrets.Keep(JsonElement.Parse(kept), JsonElement.Parse(sent)).GetRawText());
}
