using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class NodeUserTests : MovedTimeTest
{
    [Fact]
    public async Task A_user_is_added_changed_and_removed_once()
    {
        var users = await Users();

        var added = (await Client.Post(users, """{"name":"ada","isAdmin":true,"password":"secret"}""")).Expect(HttpStatusCode.Created);
        Assert.EndsWith($"{users}/ada", added.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal("NodeUserExists", (await Client.Post(users, """{"name":"ada","password":"other"}""")).Expect(HttpStatusCode.Conflict).Code);
        (await Client.Send(HttpMethod.Put, $"{users}/ada", """{"sshPublicKey":"ssh-rsa AAAA"}""")).Expect(HttpStatusCode.OK);
        (await Client.Delete($"{users}/ada")).Expect(HttpStatusCode.OK);

        Assert.Equal("NodeUserNotFound", (await Client.Delete($"{users}/ada")).Expect(HttpStatusCode.NotFound).Code);
        Assert.Equal("NodeUserNotFound", (await Client.Send(HttpMethod.Put, $"{users}/ada", """{"password":"x"}""")).Expect(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task A_user_lasts_a_day_unless_it_is_told_otherwise()
    {
        var users = await Users();
        (await Client.Post(users, """{"name":"day","password":"x"}""")).Expect(HttpStatusCode.Created);
        (await Client.Post(users, $$"""{"name":"week","password":"x","expiryTime":"{{Time.GetUtcNow().AddDays(7):O}}"}""")).Expect(HttpStatusCode.Created);
        Time.Advance(TimeSpan.FromDays(2));

        (await Client.Delete($"{users}/day")).Expect(HttpStatusCode.NotFound);
        (await Client.Delete($"{users}/week")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_node_that_is_imaged_anew_has_no_users()
    {
        var (pool, node) = await Node();
        (await Client.Post($"/pools/{pool}/nodes/{node}/users", """{"name":"ada","password":"x"}""")).Expect(HttpStatusCode.Created);
        (await Client.Post($"/pools/{pool}/nodes/{node}/reimage")).Expect(HttpStatusCode.Accepted);
        await Client.NodeIs(pool, "idle");

        (await Client.Delete($"/pools/{pool}/nodes/{node}/users/ada")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_node_that_is_away_takes_no_users()
    {
        var (pool, node) = await Node();
        (await Client.Post($"/pools/{pool}/nodes/{node}/deallocate")).Expect(HttpStatusCode.Accepted);
        await Client.NodeIs(pool, "deallocated");

        Assert.Equal("OperationInvalidForCurrentState", (await Client.Post($"/pools/{pool}/nodes/{node}/users", """{"name":"ada","password":"x"}""")).Expect(HttpStatusCode.Conflict).Code);
        Assert.Equal("NodeNotFound", (await Client.Post($"/pools/{pool}/nodes/absent/users", """{"name":"ada","password":"x"}""")).Expect(HttpStatusCode.NotFound).Code);
    }

    [Theory]
    [InlineData("", """{"password":"x"}""", "MissingRequiredProperty")]
    [InlineData("", """{"name":"","password":"x"}""", "InvalidPropertyValue")]
    [InlineData("", """{"name":"a","password":"x","expiryTime":"2020-01-01T00:00:00Z"}""", "InvalidPropertyValue")]
    [InlineData("", """{"name":"a","shell":"/bin/zsh"}""", "InvalidRequestBody")]
    [InlineData("windows", """{"name":"a"}""", "MissingRequiredProperty")]
    [InlineData("windows", """{"name":"a","password":"x","sshPublicKey":"ssh-rsa AAAA"}""", "InvalidPropertyValue")]
    public async Task Wrong_users_are_refused_by_name(string system, string body, string code) =>
        Assert.Equal(code, (await Client.Post(await Users(system), body)).Expect(HttpStatusCode.BadRequest).Code);

    private async Task<string> Users(string system = "")
    {
        var (pool, node) = await Node(system);
        return $"/pools/{pool}/nodes/{node}/users";
    }

    private async Task<(string Pool, string Node)> Node(string system = "")
    {
        var pool = await Client.Pool(more: system.Length == 0 ? "" : ""","virtualMachineConfiguration":{"imageReference":{"publisher":"a"},"nodeAgentSKUId":"batch.node.windows amd64"}""");
        return (pool, (await Client.NodeIs(pool, "idle")).Id());
    }
}
