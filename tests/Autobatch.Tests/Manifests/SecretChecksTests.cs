using System.Text;
using Autobatch.Errors;
using Autobatch.Manifests;

namespace Autobatch.Tests.Manifests;

public sealed class SecretChecksTests
{
    private const string Secret = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";

    [Theory]
    [InlineData("curl https://a.blob.core.windows.net/c/b?sv=1&sig=" + Secret)]
    [InlineData("x DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + Secret + "==;")]
    [InlineData("BlobEndpoint=https://a;SharedAccessSignature=sv=1&SIG=" + Secret)]
    public void Credential_is_refused_by_its_place_and_never_repeated(string text)
    {
        ManifestReadResult result = Read($$"""{ "schemaVersion": "1.0", "id": "m", "nosuch": "{{text}}", "tasks": [ { "id": "t", "commandLine": "{{text}}" } ] }""");

        Assert.Equal(["/nosuch", "/tasks/0/commandLine"], result.Errors.Select(e => e.Pointer));
        Assert.All(result.Errors, e => Assert.Equal(ErrorCodes.SecretInManifest, e.Code));
        Assert.DoesNotContain(Secret, string.Concat(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Credential_as_a_name_is_not_repeated_either()
    {
        ManifestReadResult result = Read($$"""{ "schemaVersion": "1.0", "id": "m", "AccountKey={{Secret}}": 1, "tasks": [ { "id": "t", "commandLine": "x" } ] }""");

        Assert.Equal((ErrorCodes.SecretInManifest, ""), (Assert.Single(result.Errors).Code, result.Errors[0].Pointer));
        Assert.DoesNotContain(Secret, string.Concat(result.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/a?sig=short")]
    [InlineData("tool --sig={parameters.signatureOfTheDocument}")]
    [InlineData("set AccountKey=$KEY_FROM_THE_VAULT_OF_THE_NODE")]
    public void What_is_no_credential_is_taken(string text) =>
        Assert.DoesNotContain(
            Read($$"""{ "schemaVersion": "1.0", "id": "m", "tasks": [ { "id": "t", "commandLine": "{{text}}" } ] }""").Errors, e => e.Code == ErrorCodes.SecretInManifest);

    private static ManifestReadResult Read(string json) => ManifestReader.Read(Encoding.UTF8.GetBytes(json));
}
