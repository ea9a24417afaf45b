using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.ResourceManager;

/// <summary>What tests of accounts do again and again.</summary>
internal static class AccountSteps
{
    public const string Group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers";
    public const string Locations = "/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Batch/locations";

    public static string Account(string name) => $"{Group}/Microsoft.Batch/batchAccounts/{name}";

    public static string Storage(string name) => $"{Group}/Microsoft.Storage/storageAccounts/{name}";

    public static Task<EmulatorHost> Start(EmulatorOptions options) =>
        EmulatorHost.StartAsync(options with { HttpPort = 0, HttpsPort = 0 }, TestContext.Current.CancellationToken);

    /// <summary>Creates an account and follows its Location to the end; answers the account.</summary>
    public static async Task<JsonElement> Create(this ResourceManagerClient arm, string name, string body)
    {
        var accepted = (await arm.Send(HttpMethod.Put, Account(name), body)).Expect(HttpStatusCode.Accepted);
        return (await arm.Follow(accepted)).Expect(HttpStatusCode.OK).Json;
    }

    /// <summary>Asks where a Location points, as pollers do.</summary>
    public static Task<Answer> Follow(this ResourceManagerClient arm, Answer accepted)
    {
        var location = new Uri(accepted.Headers["Location"]);
        Assert.Contains("api-version=2025-06-01", location.Query, StringComparison.Ordinal);
        return arm.Send(HttpMethod.Get, location.AbsolutePath);
    }

    public static async Task<(string Primary, string Secondary)> Keys(this ResourceManagerClient arm, string name)
    {
        var keys = (await arm.Send(HttpMethod.Post, Account(name) + "/listKeys")).Expect(HttpStatusCode.OK).Json;
        return (keys.GetProperty("primary").GetString()!, keys.GetProperty("secondary").GetString()!);
    }

    public static string? Error(this Answer answer) => answer.Json.GetProperty("error").GetProperty("code").GetString();
}
