using System.Text.Json;
using Autobatch.Cli.CommandLine;
using Autobatch.Emulator;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>Where the app is and what opens it: options, environment, profiles, keys and tokens.</summary>
public sealed class TargetTests(AppFixture fixture) : IAsyncDisposable
{
    private const string Scope = "https://autobatch.example/.default";
    private readonly TemporaryFolder _folder = new();
    private readonly FakeApp _app = new();
    private readonly FakeApp _other = new();

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _app.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Option_goes_over_a_named_profile_and_that_over_the_environment()
    {
        await DoneAsync([], "profile", "set", "prod", "--address", _app.Address, "--key-variable", "PROD_KEY");

        await DoneAsync([("PROD_KEY", "p"), ("AUTOBATCH_ADDRESS", _other.Address), ("AUTOBATCH_KEY", "e")], "runs", "list", "--profile", "prod");
        await DoneAsync([("PROD_KEY", "p"), ("AUTOBATCH_PROFILE", "prod")], "runs", "list");
        await DoneAsync([("PROD_KEY", "p")], "--profile", "prod", "runs", "list", "--key", "o");
        await DoneAsync([("PROD_KEY", "p"), ("AUTOBATCH_KEY", "e")], "runs", "list", "--profile", "prod", "--address", _other.Address);
        await DoneAsync([("AUTOBATCH_ADDRESS", _other.Address), ("AUTOBATCH_KEY", "e")], "runs", "list");

        Assert.Equal(["p", "p", "o"], _app.Calls.Select(c => c.Key));
        Assert.Equal(["p", "e"], _other.Calls.Select(c => c.Key));
    }

    [Fact]
    public async Task Profile_default_is_used_when_nothing_else_says_where()
    {
        await DoneAsync([], "profile", "set", "default", "--address", _app.Address);

        await DoneAsync([("AUTOBATCH_KEY", "never sent there")], "runs", "list");
        await DoneAsync([("AUTOBATCH_ADDRESS", _other.Address)], "runs", "list");
        await DoneAsync([("AUTOBATCH_KEY", "k")], "runs", "list", "--address", _other.Address);

        Assert.Equal([""], _app.Calls.Select(c => c.Key));
        Assert.Equal(["", "k"], _other.Calls.Select(c => c.Key));
    }

    [Fact]
    public async Task Profiles_are_kept_listed_and_forgotten_in_a_file_for_this_user_only()
    {
        await DoneAsync([], "profile", "set", "prod", "--address", "https://app.example", "--entra-scope", Scope, "--credential", "azure-cli", "--storage", "https://account.blob.core.windows.net");
        Ended listed = await DoneAsync([], "profile", "set", "here", "--address", _app.Address, "--storage", "UseDevelopmentStorage=true", "-o", "json");

        string file = _folder["autobatch/profiles.json"];
        Assert.Equal((UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute), (File.GetUnixFileMode(file), File.GetUnixFileMode(_folder["autobatch"])));
        JsonElement[] profiles = [.. JsonElement.Parse(listed.Output).GetProperty("profiles").EnumerateArray()];
        Assert.Equal(["here", "prod"], profiles.Select(p => p.GetProperty("name").GetString()));
        Assert.Equal(Scope, profiles[1].GetProperty("entraScope").GetString());
        await DoneAsync([], "profile", "remove", "prod");
        Assert.Matches("^ *NAME.*\n *here ", (await DoneAsync([], "profile", "list")).Output);
        Assert.Equal(["profiles.json"], Directory.GetFiles(_folder["autobatch"]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("no secret is kept", "profile", "set", "x", "--address", "https://app.example", "--storage", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net")]
    [InlineData("no secret is kept", "profile", "set", "x", "--address", "https://app.example", "--storage", "https://a.blob.core.windows.net/?sv=1&sig=c2VjcmV0")]
    [InlineData("no secret is kept", "profile", "set", "x", "--address", "https://app.example", "--storage", "AccountName=devstoreaccount1;AccountKey=b3du;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1")]
    [InlineData("needs --address", "profile", "set", "x")]
    [InlineData("no profile 'nobody'", "profile", "remove", "nobody")]
    [InlineData("no profile 'nobody'", "runs", "list", "--profile", "nobody")]
    [InlineData("plain http", "runs", "list", "--address", "http://app.example", "--key", "k")]
    [InlineData("plain http", "runs", "list", "--address", "http://app.example", "--entra-scope", Scope)]
    [InlineData("'password'", "runs", "list", "--credential", "password")]
    [InlineData("plain http", "inputs", "push", "/bin/true", "--storage", "http://a.blob.core.windows.net")]
    [InlineData("Where to?", "inputs", "push", "/bin/true", "--address", "http://127.0.0.1:1")]
    public async Task What_is_wrong_or_unsafe_is_refused_before_anything_is_sent(string told, params string[] arguments)
    {
        Ended ended = await RunAsync([], arguments);

        Assert.True(ended.Exit == ExitCodes.BadInput && ended.Error.Contains(told, StringComparison.Ordinal), ended.All);
        Assert.DoesNotContain("c2VjcmV0", ended.All, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["autobatch/profiles.json"]));
    }

    [Theory]
    [InlineData("no json", "line 1")]
    [InlineData("""{"default":{"adress":"https://app.example"}}""", "default")]
    [InlineData("""{"default":{"address":"ftp://app.example"}}""", "'default'")]
    [InlineData("""{"default":{"address":null}}""", "default")]
    [InlineData("""{"default":null}""", "default")]
    [InlineData("""{"default":{"address":"https://app.example","keyVariable":"GONE"}}""", "GONE")]
    [InlineData("""{"default":{"address":"https://app.example","entraScope":"s","credential":"guess"}}""", "'guess'")]
    public async Task File_of_profiles_that_is_none_is_one_line(string text, string told)
    {
        Directory.CreateDirectory(_folder["autobatch"]);
        await File.WriteAllTextAsync(_folder["autobatch/profiles.json"], text, TestContext.Current.CancellationToken);

        Ended ended = await RunAsync([], "runs", "list");

        Assert.True(ended.Exit == ExitCodes.BadInput && ended.Error.Contains(told, StringComparison.Ordinal) && ended.Error.Count(c => c == '\n') == 1, ended.All);
    }

    [Fact]
    public async Task Key_is_sent_to_no_address_that_an_answer_names()
    {
        _app.Answer = call =>
        {
            call.Response.Redirect($"{_other.Address}api/runs");
            return Task.CompletedTask;
        };

        Ended ended = await RunAsync([], "runs", "list", "--address", _app.Address, "--key", "k");

        Assert.True(ended.Exit == ExitCodes.NotDone && ended.Error.Contains("302", StringComparison.Ordinal), ended.All);
        Assert.Empty(_other.Calls);
    }

    [Fact]
    public async Task App_that_does_not_let_in_says_what_it_wants()
    {
        _app.Answer = call =>
        {
            call.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };

        Ended ended = await RunAsync([], "runs", "list", "--address", _app.Address);

        Assert.True(ended.Exit == ExitCodes.NotDone && ended.Error.Contains("--key or --entra-scope", StringComparison.Ordinal), ended.All);
    }

    // As processes: Azure.Identity reads the environment, and keeps where it found a managed identity.
    [Fact]
    public async Task Token_of_a_managed_identity_opens_the_app_beside_a_key()
    {
        Dictionary<string, string> environment = Environment(
            ("IDENTITY_ENDPOINT", new Uri(fixture.App.Emulator.HttpAddress, "/_emulator/identity/token").AbsoluteUri), ("IDENTITY_HEADER", WellKnown.IdentityHeader));

        Ended ended = await CliProcess.RunAsync(environment, "runs", "list", "--address", _app.Address, "--key", "k", "--entra-scope", Scope, "--credential", "managed-identity");

        Assert.True(ended.Exit == ExitCodes.Done, ended.All);
        (string key, string authorization) = Assert.Single(_app.Calls);
        Assert.Equal("k", key);
        Assert.Equal("https://autobatch.example", Token(authorization).Audiences.Single());
    }

    [Theory]
    [InlineData("environment")]
    [InlineData("default")]
    public async Task Token_of_a_client_opens_the_app(string credential)
    {
        Ended ended = await CliProcess.RunAsync(Environment(Client(WellKnown.ClientSecret)), "runs", "list", "--address", _app.Address, "--entra-scope", Scope, "--credential", credential);

        Assert.True(ended.Exit == ExitCodes.Done, ended.All);
        Assert.Equal(WellKnown.ClientId, Token(Assert.Single(_app.Calls).Authorization).GetPayloadValue<string>("appid"));
    }

    [Fact]
    public async Task Token_that_nobody_gives_is_one_line_without_a_secret()
    {
        Ended ended = await CliProcess.RunAsync(Environment(Client("wrong-secret")), "runs", "list", "--address", _app.Address, "--entra-scope", Scope, "--credential", "environment");

        Assert.True(ended.Exit == ExitCodes.BadInput && ended.Error.Contains("az login", StringComparison.Ordinal) && ended.Error.Count(c => c == '\n') == 1, ended.All);
        Assert.DoesNotContain("wrong-secret", ended.All, StringComparison.Ordinal);
        Assert.Empty(_app.Calls);
    }

    private static JsonWebToken Token(string authorization)
    {
        Assert.StartsWith("Bearer ", authorization, StringComparison.Ordinal);
        return new JsonWebToken(authorization["Bearer ".Length..]);
    }

    private (string, string)[] Client(string secret) =>
    [
        ("AZURE_AUTHORITY_HOST", fixture.App.Emulator.HttpsAddress.AbsoluteUri),
        ("AZURE_TENANT_ID", WellKnown.TenantId),
        ("AZURE_CLIENT_ID", WellKnown.ClientId),
        ("AZURE_CLIENT_SECRET", secret),
        ("SSL_CERT_FILE", fixture.App.Emulator.CertificatePath),
    ];

    private Dictionary<string, string> Environment(params (string Name, string Value)[] more) => new(more.Select(m => KeyValuePair.Create(m.Name, m.Value))) { ["XDG_CONFIG_HOME"] = _folder.Path };

    private Task<Ended> RunAsync((string, string)[] environment, params string[] arguments) => Ended.OfAsync(Environment(environment), arguments);

    private async Task<Ended> DoneAsync((string, string)[] environment, params string[] arguments)
    {
        Ended ended = await RunAsync(environment, arguments);
        Assert.True(ended.Exit == ExitCodes.Done, ended.All);
        return ended;
    }
}
