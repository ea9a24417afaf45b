using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.Hooks;

/// <summary>infra/hooks/postdeploy.sh with a program in place of the Azure CLI that notes what it is asked.</summary>
public sealed class PostDeployTests : IDisposable
{
    private const string Key = "the-key-itself";

    private readonly TemporaryFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Waits_for_the_key_then_deploys_the_webhooks()
    {
        CommandEnd end = await RunAsync(keyAfter: 2);
        Assert.True(end.ExitCode == 0, end.Errors);
        string[] calls = Calls();
        Assert.Equal(3, calls.Count(c => c.StartsWith("functionapp keys list", StringComparison.Ordinal)));
        string deploy = Assert.Single(calls, c => c.StartsWith("deployment group create", StringComparison.Ordinal));
        Assert.Contains($"--template-file {Repository.PathOf("infra", "webhooks.bicep")}", deploy, StringComparison.Ordinal);
        Assert.Contains("--resource-group topic-group", deploy, StringComparison.Ordinal);
        Assert.Contains("topicName=topic appName=app appResourceGroup=group appSubscription=subscription", deploy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_sees_the_key()
    {
        CommandEnd end = await RunAsync();
        Assert.DoesNotContain(Key, end.Output + end.Errors + string.Join('\n', Calls()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_again_when_the_app_was_not_awake()
    {
        CommandEnd end = await RunAsync(failures: 2);
        Assert.True(end.ExitCode == 0, end.Errors);
        Assert.Equal(3, Calls().Count(c => c.StartsWith("deployment", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Gives_up_with_what_to_do()
    {
        CommandEnd end = await RunAsync(failures: 99);
        Assert.Equal(1, end.ExitCode);
        Assert.Equal(5, Calls().Count(c => c.StartsWith("deployment", StringComparison.Ordinal)));
        Assert.Contains("Run 'azd hooks run postdeploy' again", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_nobody_is_signed_in()
    {
        CommandEnd end = await RunAsync(isSignedIn: false);
        Assert.Equal(1, end.ExitCode);
        Assert.Equal("postdeploy: the Azure CLI is not signed in: run 'az login'", end.Errors.Trim());
    }

    [Fact]
    public async Task Says_which_value_is_missing()
    {
        CommandEnd end = await RunAsync(topic: null);
        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith("postdeploy: AUTOBATCH_TOPIC_NAME is not set;", end.Errors, StringComparison.Ordinal);
        Assert.Empty(Calls());
    }

    private string[] Calls() => File.Exists(_work["calls"]) ? File.ReadAllLines(_work["calls"]) : [];

    private async Task<CommandEnd> RunAsync(int keyAfter = 0, int failures = 0, bool isSignedIn = true, string? topic = "topic")
    {
        // Answers as az does: a query gives its own answer, never the key unless it asks for it.
        FakeProgram.Write(_work["az"], $$"""
            #!/bin/sh
            printf '%s\n' "$*" >> "{{_work["calls"]}}"
            n=$(grep -c "^$1 $2 $3" "{{_work["calls"]}}")
            case "$1 $2" in
              "account show") {{(isSignedIn ? "exit 0" : "exit 1")}} ;;
              "functionapp keys")
                case "$*" in
                  *"systemKeys.blobs_extension != null"*) [ "$n" -gt {{keyAfter}} ] && echo true || echo false ;;
                  *) echo "{{Key}}" ;;
                esac ;;
              "deployment group") [ "$n" -gt {{failures}} ] || { echo "endpoint did not answer" >&2; exit 1; } ;;
              *) exit 9 ;;
            esac

            """);
        return await Command.RunAsync("bash", [Repository.PathOf("infra", "hooks", "postdeploy.sh")], _work.Path, new Dictionary<string, string?>
        {
            ["PATH"] = $"{_work.Path}:{Environment.GetEnvironmentVariable("PATH")}",
            ["AUTOBATCH_HOOK_PAUSE"] = "0",
            ["AZURE_SUBSCRIPTION_ID"] = "subscription",
            ["AZURE_RESOURCE_GROUP"] = "group",
            ["AUTOBATCH_APP_NAME"] = "app",
            ["AUTOBATCH_STORAGE_ACCOUNT"] = "storage",
            ["AUTOBATCH_TOPIC_NAME"] = topic,
            ["AUTOBATCH_TOPIC_GROUP"] = "topic-group",
            ["AUTOBATCH_TOPIC_SUBSCRIPTION"] = "subscription",
        });
    }
}
