using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Handlers for the keys of an account and for those of its storage account (FACTS D).</summary>
internal static class AccountKeyOperations
{
    private static readonly BodyRules s_regenerate = new(
        "BatchAccountRegenerateKeyParameters",
        new PropertyRule("keyName", JsonType.Text, Required: true, Checks.OneOf("Primary", "Secondary")));

    public static ValueTask<Reply> List(Call call) => new(Keys(KeysOf(call)));

    /// <summary>The old key is worth nothing from now on.</summary>
    public static ValueTask<Reply> Regenerate(Call call)
    {
        var body = call.RequiredBody();
        s_regenerate.Check(body);
        lock (call.World.Gate)
        {
            var account = KeysOf(call);
            var key = AccountReading.Key();
            call.World.Put(account, body.Property("keyName").Is("Primary") ? account.Record with { PrimaryKey = key } : account.Record with { SecondaryKey = key });
            return new(Keys(account));
        }
    }

    /// <summary>Fetches the keys of the linked storage account: lastKeySync moves, and nodes that are booted from now on have them.</summary>
    public static ValueTask<Reply> SyncAutoStorage(Call call)
    {
        lock (call.World.Gate)
        {
            var account = Scope.Account(call);
            var link = account.Record.AutoStorage ?? throw ResourceManagerErrors.AutoStorageNotConfigured.With();
            var now = call.World.Now();
            call.World.Put(account, account.Record with { AutoStorage = link with { LastKeySync = now, KeysSince = link.KeysSince ?? now } });
        }

        return new(Reply.Empty);
    }

    private static AccountState KeysOf(Call call)
    {
        var account = Scope.Account(call);
        return account.Record.KeysAllowed ? account : throw ResourceManagerErrors.SharedKeyNotAllowed.With(
            ("Reason", "The account takes no SharedKey: its allowedAuthenticationModes do not have it, or it allocates pools in the user's subscription."));
    }

    private static Reply Keys(AccountState account)
    {
        var record = account.Record;
        return Reply.Of(writer => Write(writer, record));
    }

    private static void Write(Utf8JsonWriter writer, AccountRecord account)
    {
        writer.WriteStartObject();
        writer.WriteString("accountName", account.Name);
        writer.WriteString("primary", account.PrimaryKey);
        writer.WriteString("secondary", account.SecondaryKey);
        writer.WriteEndObject();
    }
}
