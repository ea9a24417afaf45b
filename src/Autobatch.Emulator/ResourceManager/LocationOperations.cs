using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Handlers of locations (FACTS D).</summary>
internal static class LocationOperations
{
    private static readonly BodyRules s_check = new(
        "CheckNameAvailabilityParameters",
        new("name", JsonType.Text, Required: true),
        new("type", JsonType.Text, Required: true, Checks.OneOf("Microsoft.Batch/batchAccounts")));

    public static ValueTask<Reply> Quotas(Call call) => new(Reply.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("accountQuota", call.Services.Options.AccountQuota);
        writer.WriteEndObject();
    }));

    public static ValueTask<Reply> CheckNameAvailability(Call call)
    {
        var body = call.RequiredBody();
        s_check.Check(body);
        var name = body.GetProperty("name").GetString()!;
        (string Reason, string Message)? refused =
            !AccountOperations.IsName(name) ? ("Invalid", "An account name has 3 to 24 lower-case letters and digits.")
            : call.World.Accounts.ContainsKey(name) ? ("AlreadyExists", "An account with this name exists already.")
            : null;
        return new(Reply.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("nameAvailable", refused is null);
            if (refused is var (reason, message))
            {
                writer.WriteString("reason", reason);
                writer.WriteString("message", message);
            }

            writer.WriteEndObject();
        }));
    }
}
