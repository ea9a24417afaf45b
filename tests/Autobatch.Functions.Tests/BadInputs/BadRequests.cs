using System.Text;
using Autobatch.Errors;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>Requests that a client library can send: routes, methods, headers, queries, and what changes accounts, dead letters and workloads.</summary>
internal static class BadRequests
{
    private const string Nobody = "0123456789abcdef0123456789abcdef";
    private const string Account = "devbatchaccount1";
    private const string Good = """{"schemaVersion":"1.0","id":"x","tasks":[{"id":"t","commandLine":"true"}]}""";
    private static readonly string s_long = new('a', 5000);

    public static IReadOnlyList<BadInput> Rows { get; } =
    [
        Get("route is unknown", ErrorCodes.RouteNotFound, "api/nothing"), Get("route is the root's parent", ErrorCodes.RouteNotFound, "api/%2e%2e%2fadmin"), Get("run's id is short", ErrorCodes.RunNotFound, "api/runs/1"), Get("run's id is in capitals", ErrorCodes.RunNotFound, $"api/runs/{Nobody.ToUpperInvariant()}"),
        Get("run's id has a quote", ErrorCodes.RunNotFound, "api/runs/'%20or%201%20eq%201"), Get("run's id is a formula", ErrorCodes.RunNotFound, "api/runs/=1+1"), Get("run's id runs from right to left", ErrorCodes.RunNotFound, "api/runs/%E2%80%AE1"), Get("run's id has 5,000 characters", ErrorCodes.RunNotFound, $"api/runs/{s_long}"),
        Get("run of tasks is unknown", ErrorCodes.RunNotFound, $"api/runs/{Nobody}/tasks"), Get("run of events is unknown", ErrorCodes.RunNotFound, $"api/runs/{Nobody}/events"), Get("run of a file is unknown", ErrorCodes.RunNotFound, $"api/runs/{Nobody}/tasks/t/files/..%2f..%2fetc%2fpasswd"),
        Get("run of outputs is unknown", ErrorCodes.RunNotFound, $"api/runs/{Nobody}/outputs?zip=true"), Get("schema leads out", ErrorCodes.SchemaNotFound, "api/schemas/..%2f..%2fappsettings.json"), Get("package is unknown", ErrorCodes.ApplicationNotFound, "api/packages/nowhere"), Get("package's name is a path", ErrorCodes.ApplicationNotFound, "api/packages/a%2fb"),
        Get("page has no entries", ErrorCodes.InvalidQuery, "api/runs?top=0"), Get("page is beyond all numbers", ErrorCodes.InvalidQuery, "api/runs?top=99999999999999999999"), Get("page is in Arabic digits", ErrorCodes.InvalidQuery, "api/runs?top=%D9%A1"), Get("page is asked for twice", ErrorCodes.InvalidQuery, "api/runs?top=1&top=1"),
        Get("status is unknown", ErrorCodes.InvalidQuery, "api/runs?status=Sleeping"), Get("status is a filter", ErrorCodes.InvalidQuery, "api/runs?status=Completed'%20or%20'1'%20eq%20'1"), Get("workload's filter is a filter of tables", ErrorCodes.InvalidQuery, "api/runs?workload=a'%20or%20PartitionKey%20ne%20'"),
        Get("token is none", ErrorCodes.InvalidQuery, "api/runs?continuationToken=%21%21"), Get("token is of another list", ErrorCodes.InvalidQuery, "api/runs?continuationToken=dGFza3MgMQ"), Get("token is a URL", ErrorCodes.InvalidQuery, $"api/runs?continuationToken={Token("http://169.254.169.254/")}"),
        Get("token has 7,000 characters", ErrorCodes.InvalidQuery, $"api/runs?continuationToken={new string('A', 7000)}"),
        Get("nodes are neither there nor not", ErrorCodes.InvalidQuery, "api/pools?nodes=perhaps"), Get("doctor's account is unknown", ErrorCodes.AccountNotFound, "api/accounts/nobody1/doctor"), Get("doctor's account is a path", ErrorCodes.AccountNotFound, "api/accounts/..%2f..%2fx/doctor"),
        Get("operation is unknown", ErrorCodes.OperationNotFound, $"api/accounts/{Account}/operations/{Nobody}"), Get("operation's id is a path", ErrorCodes.OperationNotFound, $"api/accounts/{Account}/operations/run-{Nobody}"), Get("workload is unknown", ErrorCodes.WorkloadNotFound, "api/workloads/nobody"),
        Get("workload's name is a filter", ErrorCodes.WorkloadNotFound, "api/workloads/a'%20or%201%20eq%201"), Get("workload's name leads out", ErrorCodes.WorkloadNotFound, "api/workloads/..%2fx"),
        Get("dead letter's id is short", ErrorCodes.InvalidQuery, "api/dead-letters?id=1"), Get("dead letters of two kinds", ErrorCodes.InvalidQuery, "api/dead-letters?workload=a&container=jobs"), Get("dead letters of storage without a container", ErrorCodes.InvalidQuery, "api/dead-letters?storage=other"),
        Get("dead letters of a path", ErrorCodes.InvalidQuery, "api/dead-letters?container=..%2fjobs"), Get("dead letters' messages are perhaps", ErrorCodes.InvalidQuery, "api/dead-letters?messages=perhaps"), Get("dead letters' page is negative", ErrorCodes.InvalidQuery, "api/dead-letters?top=-1"),

        Send("method is DELETE for runs", ErrorCodes.MethodNotAllowed, "DELETE", "api/runs", "{}"), Send("method is PUT for health", ErrorCodes.MethodNotAllowed, "PUT", "api/health", "{}"), Send("method is nobody's", ErrorCodes.MethodNotAllowed, "BREW", "api/pools", "{}"), Send("method is GET for cancel", ErrorCodes.MethodNotAllowed, "GET", $"api/runs/{Nobody}/cancel", null),
        Send("body is XML", ErrorCodes.ContentTypeNotJson, "POST", "api/runs", "<a/>", ("Content-Type", "application/xml")), Send("body is a form of a page", ErrorCodes.ContentTypeNotJson, "POST", "api/runs", Good, ("Content-Type", "text/plain")), Send("body's type is broken", ErrorCodes.ContentTypeNotJson, "POST", "api/runs", Good, ("Content-Type", "application/json/json; =")),
        Send("body is compressed", ErrorCodes.UnsupportedMediaType, "POST", "api/runs", Good, ("Content-Encoding", "gzip")), Send("body of an account is compressed", ErrorCodes.UnsupportedMediaType, "PUT", "api/accounts/newaccount1", "{}", ("Content-Encoding", "br")), Send("body to explain is compressed", ErrorCodes.UnsupportedMediaType, "POST", "api/explain", Good, ("Content-Encoding", "gzip, deflate")),
        Send("host is foreign", ErrorCodes.HostNotLoopback, "GET", "api/runs", null, ("Host", "autobatch.example.org")), Send("host looks like loopback", ErrorCodes.HostNotLoopback, "GET", "api/runs", null, ("Host", "127.0.0.1.example.org")), Send("origin is foreign", ErrorCodes.OriginNotLoopback, "POST", "api/runs", Good, ("Origin", "https://example.org")),
        Send("origin is null", ErrorCodes.OriginNotLoopback, "POST", "api/runs", Good, ("Origin", "null")), Send("key has 257 characters", ErrorCodes.InvalidIdempotencyKey, "POST", "api/runs", Good, ("Idempotency-Key", new string('k', 257))), Send("key has a tab", ErrorCodes.InvalidIdempotencyKey, "POST", "api/runs", Good, ("Idempotency-Key", "a\tb")),

        Send("cancelled run is unknown", ErrorCodes.RunNotFound, "POST", $"api/runs/{Nobody}/cancel", "{}"), Send("rerun of an unknown run", ErrorCodes.RunNotFound, "POST", $"api/runs/{Nobody}/rerun?only=failed", "{}"),
        Send("account's name is in capitals", ErrorCodes.InvalidAccount, "PUT", "api/accounts/NewAccount", "{\"location\":\"local1\"}"), Send("account's name is a path", ErrorCodes.InvalidAccount, "PUT", "api/accounts/..%2f..%2fx", "{\"location\":\"local1\"}"), Send("account's name is long", ErrorCodes.InvalidAccount, "PUT", $"api/accounts/{new string('a', 25)}", "{\"location\":\"local1\"}"),
        Put("account is empty", ""), Put("account is null", "null"), Put("account is a list", "[]"), Put("account has no place", "{}"), Put("account's place is a path", "{\"location\":\"../x\"}"), Put("account's place is a number", "{\"location\":1}"), Put("account's place has half a surrogate pair", "{\"location\":\"\\ud800\"}"),
        Put("account has its place twice", "{\"location\":\"local1\",\"location\":\"local2\"}"), Put("account has an unknown property", "{\"location\":\"local1\",\"locattion\":\"local2\"}"), Put("account is 1,000 deep", new string('[', 1000)), Put("account's mode is unknown", "{\"location\":\"local1\",\"poolAllocationMode\":\"Mine\"}"),
        Put("account's vault is missing", "{\"location\":\"local1\",\"poolAllocationMode\":\"UserSubscription\"}"), Put("account's link leads out", "{\"location\":\"local1\",\"autoStorage\":{\"storageAccountId\":\"/subscriptions/../../x\"}}"), Put("account is no UTF-8", "{\"location\":\"\u00ff\"}", latin: true),
        Send("account is too large", ErrorCodes.BodyTooLarge, "PUT", "api/accounts/newaccount1", "{\"location\":\"" + new string('a', 70_000) + "\"}"), Send("link's account is unknown", ErrorCodes.AccountNotFound, "DELETE", "api/accounts/nobody1/autostorage", "{}"), Send("link is empty", ErrorCodes.InvalidAccount, "PUT", $"api/accounts/{Account}/autostorage", "{}"),
        Send("link is of another kind", ErrorCodes.InvalidAccount, "PUT", $"api/accounts/{Account}/autostorage", "{\"storageAccountId\":\"/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a\"}"), Send("force is perhaps", ErrorCodes.InvalidQuery, "DELETE", $"api/accounts/{Account}/autostorage?force=perhaps", "{}"),
        Send("link's ETag is broken", ErrorCodes.PreconditionFailed, "DELETE", $"api/accounts/{Account}/autostorage?force=true", "{}", ("If-Match", "\"")), Send("drain's ETag is broken", ErrorCodes.PreconditionFailed, "POST", $"api/accounts/{Account}/drain", "{}", ("If-Match", "W/")), Send("drain's ETag is of something else", ErrorCodes.PreconditionFailed, "POST", $"api/accounts/{Account}/drain", "{}", ("If-Match", "\"0123456789abcdef\",,")),
        Send("drained account is unknown", ErrorCodes.AccountNotFound, "POST", "api/accounts/nobody1/drain", "{}"), Send("keys of an unknown account", ErrorCodes.AccountNotFound, "POST", "api/accounts/nobody1/autostorage/sync-keys", "{}"),
        Send("dead letters to delete are all", ErrorCodes.InvalidQuery, "DELETE", "api/dead-letters", "{}"), Send("dead letter to delete is unknown", ErrorCodes.DeadLetterNotFound, "DELETE", $"api/dead-letters?id={Nobody}", "{}"), Send("dead letter to replay is unknown", ErrorCodes.DeadLetterNotFound, "POST", $"api/dead-letters/replay?id={Nobody}", "{}"),
        Send("dead letter to replay is a path", ErrorCodes.InvalidQuery, "POST", "api/dead-letters/replay?id=..%2fx", "{}"), Send("workload to pause is unknown", ErrorCodes.WorkloadNotFound, "POST", "api/workloads/nobody/pause", "{}"), Send("workload to replay is a blank", ErrorCodes.WorkloadNotFound, "POST", "api/workloads/%20/replay?run=x", "{}"),
    ];

    private static BadInput Get(string name, string code, string path) => new(name, code, d => d.SendAsync("GET", path));

    private static BadInput Send(string name, string code, string method, string path, string? body, params (string, string)[] headers) =>
        new(name, code, d => d.SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), headers));

    private static BadInput Put(string name, string body, bool latin = false) =>
        new(name, ErrorCodes.InvalidAccount, d => d.SendAsync("PUT", "api/accounts/newaccount1", (latin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(body)));

    private static string Token(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
