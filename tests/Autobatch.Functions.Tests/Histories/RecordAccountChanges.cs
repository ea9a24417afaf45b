using System.Text;
using System.Text.Json;
using Autobatch.Functions.Tests.Accounts;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Histories;

/// <summary>Makes the histories of changes of accounts and of a run whose storage key was made anew, as <see cref="RecordHistories"/> makes the others.</summary>
public sealed class RecordAccountChanges(AppFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Write_the_histories_of_changes_of_accounts_and_rotated_keys()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, AccountFixture.WithAccounts, AccountFixture.Settings());
        Recorder recorder = new(app);
        await recorder.SaveAsync("account-create", await ChangedAsync(app, "api/accounts/recorded1", """{"location":"northeurope"}"""));
        await recorder.SaveAsync("account-link", await ChangedAsync(app, "api/accounts/recorded1/autostorage", Link("general")));
        await recorder.SaveAsync("account-refused", await ChangedAsync(app, "api/accounts/recorded1/autostorage?force=true", Link("missing")));

        string run = await RotatedKeyTests.RunThroughRotationAsync(app);
        await recorder.SaveAsync("run-key-rotated", Ids.RunInstance(run));
    }

    private static async Task<string> ChangedAsync(RunningApp app, string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage begun = await app.Http.PutAsync(path, content, Token);
        string operation = begun.Headers.Location!.ToString();
        await Wait.UntilAsync(
            async () => (await app.GetAsync(operation.TrimStart('/'))).GetProperty("status").GetString() != "Running", "the operation has ended", cancellationToken: Token);
        return Ids.AccountChangeInstance(operation.Split('/')[^1]);
    }

    private static string Link(string storage) => JsonSerializer.Serialize(new { storageAccountId = AccountFixture.StorageId(storage) });
}
