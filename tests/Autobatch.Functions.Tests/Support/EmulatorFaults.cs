using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Lets an account fail.</summary>
internal static class EmulatorFaults
{
    private const string Rule = "cut";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Nothing of an account is answered any more, as when its region is gone.</summary>
    public static Task CutAsync(this RunningApp app, string account) => app.FailAsync(account, "connectionReset");

    /// <summary>Requests of an account fail in this way.</summary>
    /// <param name="app">Whose emulator.</param>
    /// <param name="account">The account.</param>
    /// <param name="kind">A kind of fault that acts on requests.</param>
    /// <param name="operation">Which requests; null for all.</param>
    public static Task FailAsync(this RunningApp app, string account, string kind, string? operation = null) =>
        SetAsync(app, $$"""{ "kind": "{{kind}}", "account": "{{account}}"{{(operation is null ? "" : $", \"operation\": \"{operation}\"")}} }""");

    /// <summary>The next requests of an operation have their effect at once, and their answers take so long.</summary>
    public static Task SlowAsync(this RunningApp app, string operation, TimeSpan delay, int times = 1) =>
        SetAsync(app, $$"""{ "kind": "slowAnswer", "operation": "{{operation}}", "times": {{times}}, "delay": "{{System.Xml.XmlConvert.ToString(delay)}}" }""");

    /// <summary>Waits until the rule has acted.</summary>
    public static async Task ActedAsync(this RunningApp app)
    {
        using HttpClient emulator = new() { BaseAddress = app.Emulator.HttpAddress };
        await Wait.UntilAsync(
            async () => (await emulator.GetFromJsonAsync<JsonElement>($"_emulator/faults/{Rule}", Cancel)).GetProperty("applied").GetInt32() > 0, "the fault acts", cancellationToken: Cancel);
    }

    /// <summary>The account answers again.</summary>
    public static async Task MendAsync(this RunningApp app)
    {
        using HttpClient emulator = new() { BaseAddress = app.Emulator.HttpAddress };
        (await emulator.DeleteAsync($"_emulator/faults/{Rule}", Cancel)).EnsureSuccessStatusCode();
    }

    private static async Task SetAsync(RunningApp app, string rule)
    {
        using HttpClient emulator = new() { BaseAddress = app.Emulator.HttpAddress };
        using StringContent body = new(rule, Encoding.UTF8, "application/json");
        (await emulator.PutAsync($"_emulator/faults/{Rule}", body, Cancel)).EnsureSuccessStatusCode();
    }
}
