using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Handlers of Microsoft.Storage/storageAccounts: what is configured, and its keys.</summary>
internal static class StorageAccountOperations
{
    private static readonly BodyRules s_regenerate = new(
        "StorageAccountRegenerateKeyParameters",
        new PropertyRule("keyName", JsonType.Text, Required: true, Checks.OneOf("key1", "key2")));

    public static ValueTask<Reply> Get(Call call)
    {
        var storage = Find(call);
        return new(Reply.Of(writer => StorageAccountShape.Write(writer, call, storage)));
    }

    public static ValueTask<Reply> List(Call call)
    {
        var group = call.Route.GetValueOrDefault("resourceGroupName");
        List<StorageAccountRecord> found =
        [
            .. call.World.StorageAccounts.Values
                .Where(storage => group is null || string.Equals(storage.Options.ResourceGroup, group, StringComparison.OrdinalIgnoreCase))
                .OrderBy(storage => storage.Name, StringComparer.OrdinalIgnoreCase),
        ];
        return new(ArmPage.List(call, found, storage => storage.Name, (writer, storage) => StorageAccountShape.Write(writer, call, storage)));
    }

    public static ValueTask<Reply> ListKeys(Call call) => new(Keys(call, Find(call)));

    /// <summary>The text of a key stays, since Azurite's cannot change; Batch accounts that are linked by keys do not know key1 any more.</summary>
    public static ValueTask<Reply> RegenerateKey(Call call)
    {
        var body = call.RequiredBody();
        s_regenerate.Check(body);
        lock (call.World.Gate)
        {
            var storage = Find(call);
            var now = call.World.Now();
            if (body.Property("keyName").Is("key2"))
            {
                storage = storage with { Key2Created = now };
            }
            else
            {
                storage = storage with { Key1Created = now };
                StaleKeys.Mark(call.World, storage);
            }

            call.World.Put(storage);
            return new(Keys(call, storage));
        }
    }

    private static StorageAccountRecord Find(Call call) =>
        call.World.StorageAccounts.TryGetValue(call.Route["storageAccountName"], out var storage)
        && string.Equals(storage.Options.ResourceGroup, call.Route["resourceGroupName"], StringComparison.OrdinalIgnoreCase)
            ? storage
            : throw ResourceManagerErrors.StorageAccountNotFound.With(("StorageAccountName", call.Route["storageAccountName"]));

    private static Reply Keys(Call call, StorageAccountRecord storage)
    {
        var key = StorageKey.Of(storage.Options.ConnectionString ?? call.Services.Options.StorageConnectionString);
        return Reply.Of(writer => StorageAccountShape.WriteKeys(writer, storage, key));
    }
}
