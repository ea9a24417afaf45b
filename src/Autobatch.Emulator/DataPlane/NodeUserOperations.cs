using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers of the users of a node. They are kept until they expire or the node is imaged anew; tasks run as who started the emulator, and nobody logs in.</summary>
internal static class NodeUserOperations
{
    private const int LongestName = 32;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(1);

    private static readonly PropertyRule[] s_secrets =
    [
        new("password", Text, Check: Checks.Length(1024, 1)),
        new("expiryTime", Text, Check: Checks.Time),
        new("sshPublicKey", Text, Check: Checks.Length(16384, 1)),
    ];

    private static readonly BodyRules s_create = new("ComputeNodeUser", [new("name", Text, Required: true, Checks.Length(LongestName, 1)), new("isAdmin", Flag), .. s_secrets]);
    private static readonly BodyRules s_update = new("NodeUpdateUserParameter", s_secrets);

    public static ValueTask<Reply> Create(Call call)
    {
        var body = call.RequiredBody();
        s_create.Check(body);
        var name = body.GetProperty("name").GetString()!;
        lock (call.World.Gate)
        {
            var (node, users) = Users(call, body);
            if (users.Any(user => user.Name == name))
            {
                throw Errors.NodeUserExists.With();
            }

            users.Add(new(name, body.Property("isAdmin")?.GetBoolean() ?? false, Expiry(call, body)));
            call.World.Put(node, node.Record with { Users = users });
            var url = $"{call.OwnUrl}/{Uri.EscapeDataString(name)}";
            return new(new Reply { DataServiceId = url, Location = url });
        }
    }

    public static ValueTask<Reply> Replace(Call call)
    {
        var body = call.RequiredBody();
        s_update.Check(body);
        return Change(call, body, (users, at) => users[at] = users[at] with { ExpiryTime = Expiry(call, body) });
    }

    public static ValueTask<Reply> Delete(Call call) => Change(call, null, (users, at) => users.RemoveAt(at));

    private static ValueTask<Reply> Change(Call call, JsonElement? body, Action<List<NodeUser>, int> change)
    {
        lock (call.World.Gate)
        {
            var (node, users) = Users(call, body);
            var at = users.FindIndex(user => user.Name == call.Route["userName"]);
            change(users, at >= 0 ? at : throw Errors.NodeUserNotFound.With());
            call.World.Put(node, node.Record with { Users = users });
            return new(new Reply { DataServiceId = call.OwnUrl });
        }
    }

    /// <summary>The node and who has not expired there, if they may be changed.</summary>
    private static (NodeEntry Node, List<NodeUser> Users) Users(Call call, JsonElement? body)
    {
        var node = call.Node();
        if (node.Record.State.Current is not (NodeState.Idle or NodeState.Running))
        {
            throw Errors.OperationInvalidForCurrentState.With(("Reason", "Users of a node can only be changed while it is idle or running."));
        }

        if (body is { } sent && NodeAccessOperations.IsWindows(node.Pool.Record))
        {
            RequirePassword(sent);
        }

        return (node, [.. node.Record.Users.Where(user => user.ExpiryTime > call.World.Time.GetUtcNow())]);
    }

    private static DateTimeOffset Expiry(Call call, JsonElement body)
    {
        var now = call.World.Time.GetUtcNow();
        var expiry = WireTime.Parse(body.Property("expiryTime")) ?? now + s_lifetime;
        return expiry > now ? expiry : throw Errors.InvalidPropertyValue.Property("expiryTime", WireTime.Format(expiry), "The value must be in the future.");
    }

    /// <summary>Windows wants a password and takes no key.</summary>
    private static void RequirePassword(JsonElement body)
    {
        if (body.Property("sshPublicKey") is not null)
        {
            throw Errors.InvalidPropertyValue.Property("sshPublicKey", null, "The property can be specified for Linux nodes only.");
        }

        if (body.Property("password") is null)
        {
            throw Errors.MissingRequiredProperty.With(("PropertyName", "password"));
        }
    }
}
