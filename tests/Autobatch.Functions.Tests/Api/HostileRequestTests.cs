using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Functions.Api;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Api;

/// <summary>Whatever is sent, the answer is a problem with a code of the catalogue, and never a failure of ours.</summary>
public sealed class HostileRequestTests(AppFixture fixture)
{
    private const string Nobody = "0123456789abcdef0123456789abcdef";
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private static readonly string s_long = new('a', 5000);
    private readonly RunningApp _app = fixture.App;

    /// <summary>Names that would leave a folder, end a text or change a URL if nobody escaped them.</summary>
    public static TheoryData<string> Names =>
    [
        "..%2f..%2fetc%2fpasswd", "%2e%2e%2f", "%252e%252e%252f", "..%5c..%5cwindows", "%00", "a%00b", "%0d%0aSet-Cookie:x", "%ff%fe", "%F0%9F%92%A5", "%C3%A4",
        "a%20b", "%23", "%3F", "%22%27%60", "%3Cscript%3E", "a;b=c", "a%26b", "$(id)", "{id}", "*", "~", "CON", "%E2%80%AE", "sig%3Dx", new string('x', 3000),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Hostile_name_finds_nothing_on_any_route(string name)
    {
        string id = await AnyRunAsync();
        foreach (string path in (string[])
            [
                $"api/runs/{name}", $"api/runs/{name}/tasks", $"api/runs/{name}/events", $"api/runs/{name}/outputs", $"api/runs/{name}/outputs/file", $"api/runs/{name}/tasks/t0/files/stdout.txt",
                $"api/runs/{id}/tasks/{name}/files/stdout.txt", $"api/runs/{id}/tasks/t0/files/{name}", $"api/runs/{id}/tasks/t0/files/wd/{name}", $"api/runs/{id}/tasks/t0/files/{name}/stdout.txt",
                $"api/runs/{id}/outputs/file?container={name}&name={name}", $"api/runs/{id}/outputs/file?container={_app.Container("Outputs")}&name={id}/{name}",
                $"api/packages/{name}", $"api/schemas/{name}",
            ])
        {
            (int status, string type, string body) = await HostileRequest.SendAsync(_app.Http.BaseAddress!, $"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1", s_cancel);
            Assert.True(status is 400 or 404, $"{path}: {status} {body}");
            Judge(path, status, type, body);
        }
    }

    public static TheoryData<string> Queries =>
    [
        "api/runs?top=0", "api/runs?top=-1", "api/runs?top=99999999999999999999", "api/runs?top=1e3", "api/runs?top=", "api/runs?top=1&top=2", "api/runs?top=%00",
        "api/runs?status=%27%20or%20true", "api/runs?workload=a%20b", "api/runs?workload=%27%20or%20PartitionKey%20ne%20%27", "api/runs?workload=%00", $"api/runs?workload={s_long}",
        "api/runs?continuationToken=!!", "api/runs?continuationToken=AAAA", "api/runs?continuationToken=_____w", $"api/runs?continuationToken={s_long}", "api/runs?continuationToken=aHR0cDovL2V4YW1wbGUuY29t",
        // Storage would take these for places in its table, behind which nothing is.
        $"api/runs?continuationToken={Plain("runs nonsense words")}", $"api/runs?continuationToken={Plain("runs 00000000 nonsense words")}", $"api/runs?status=Running&continuationToken={Plain("open-runs nonsense words")}",
        $"api/dead-letters?continuationToken={Plain("dead-letters nonsense words")}", $"api/runs?continuationToken={QueryText.ToToken("runs", "one two")[..^2]}",
        "api/pools?nodes=2", "api/pools?nodes=%00",
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public Task Hostile_query_is_named(string path) => RefusedAsync(HttpMethod.Get, path, HttpStatusCode.BadRequest);

    private static string Plain(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    // The last ones have the app's own check and say what it never said.
    public static TheoryData<string> QueriesOfARun =>
    [
        "tasks?state=asleep", "tasks?top=1001", "tasks?continuationToken=aHR0cDovL2V4YW1wbGUuY29t", "tasks?continuationToken=LTE", "tasks?continuationToken=dGFza3MgaHR0cDovL2V4YW1wbGUuY29t",
        "tasks?continuationToken=%00", "outputs?top=0", "outputs?zip=1", "outputs?continuationToken=b3V0cHV0cyA5OTkgeA", "outputs?continuationToken=b3V0cHV0cyAtMSB4", "outputs?continuationToken=bm9uc2Vuc2U",
        $"tasks?continuationToken={QueryText.ToToken("tasks", "http://example.com")}", $"tasks?continuationToken={QueryText.ToToken("outputs", "1")}",
        $"outputs?continuationToken={QueryText.ToToken("outputs", "999 x")}", $"outputs?continuationToken={QueryText.ToToken("outputs", "-1 x")}",
    ];

    [Theory]
    [MemberData(nameof(QueriesOfARun))]
    public async Task Hostile_query_of_a_run_is_named(string path) => await RefusedAsync(HttpMethod.Get, $"api/runs/{await AnyRunAsync()}/{path}", HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=-")]
    [InlineData("bytes=a-b")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=0-1,2-3")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("bytes=9223372036854775807-")]
    [InlineData("bytes=-0")]
    public async Task Hostile_range_is_named(string range)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"api/runs/{await AnyRunAsync()}/tasks/t0/files/stdout.txt");
        request.Headers.TryAddWithoutValidation("Range", range);
        await RefusedAsync(request, HttpStatusCode.RequestedRangeNotSatisfiable);
    }

    [Theory]
    [InlineData("DELETE", "api/runs")]
    [InlineData("PUT", "api/runs")]
    [InlineData("PATCH", $"api/runs/{Nobody}")]
    [InlineData("POST", $"api/runs/{Nobody}")]
    [InlineData("GET", $"api/runs/{Nobody}/cancel")]
    [InlineData("DELETE", "api/health")]
    [InlineData("POST", "api/openapi.json")]
    [InlineData("BREW", "api/pools")]
    public Task Wrong_method_is_named(string method, string path) => RefusedAsync(new HttpMethod(method), path, HttpStatusCode.MethodNotAllowed);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("json")]
    [InlineData("")]
    public async Task Body_that_is_no_json_is_not_taken(string contentType)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/runs") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        await RefusedAsync(request, HttpStatusCode.UnsupportedMediaType);
    }

    public static TheoryData<string> Bodies =>
    [
        "", " ", "null", "true", "[]", "\"text\"", "{", "{\"id\":", "{\"a\":1}{\"b\":2}", "{\"id\":\"\\ud800\"}", "\u0000", "{\"schemaVersion\":1e999}", "{\"id\":\"x\",\"id\":\"y\"}",
        new string('[', 5000), string.Concat(Enumerable.Repeat("{\"a\":", 5000)), string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200)),
        """{"schemaVersion":"1.0","id":"../../x","tasks":[{"id":"a","commandLine":"x"}]}""", """{"schemaVersion":"1.0","id":"x","tasks":[{"id":"a/../b","commandLine":"x"}]}""",
        """{"schemaVersion":"1.0","id":"x","tasks":[{"id":"a%2fb","commandLine":"x"}]}""", """{"schemaVersion":"1.0","id":"x","tasks":[{"id":"a","commandLine":"x\u0000y"}],"":1}""",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Hostile_body_is_a_bad_request(string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/runs") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        await RefusedAsync(request, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Body_that_is_not_utf8_is_a_bad_request()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/runs") { Content = new ByteArrayContent([0x7B, 0xFF, 0xFE, 0x7D]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await RefusedAsync(request, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Body_without_a_length_is_bounded_too()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/runs") { Content = new StreamContent(new EndlessBlanks(3 * 1024 * 1024)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = true;
        await RefusedAsync(request, HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("umlaut \u00e4")]
    public async Task Hostile_idempotency_key_is_named(string key)
    {
        (int status, string type, string body) = await HostileRequest.SendAsync(
            _app.Http.BaseAddress!, $"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 0\r\nIdempotency-Key: {key}", s_cancel);
        Assert.Equal(400, status);
        Judge("POST", status, type, body);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("W/")]
    [InlineData(",,,")]
    [InlineData("\"0123456789abcdef-\"")]
    public async Task Hostile_condition_changes_nothing(string condition)
    {
        using HttpRequestMessage get = new(HttpMethod.Get, $"api/runs/{await AnyRunAsync()}");
        get.Headers.TryAddWithoutValidation("If-None-Match", condition);
        using HttpResponseMessage answer = await _app.Http.SendAsync(get, s_cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static void Judge(string what, int status, string type, string body)
    {
        // What is no HTTP at all is refused by the server itself, before any of our code, and without a body.
        if (status == 400 && body.Length == 0)
        {
            return;
        }

        Assert.True(type == "application/problem+json", $"{what}: {status} {type} {body}");
        JsonElement problem = JsonSerializer.Deserialize<JsonElement>(body[body.IndexOf('{', StringComparison.Ordinal)..(body.LastIndexOf('}') + 1)]);
        Assert.True(ErrorCatalogue.Knows(problem.GetProperty("code").GetString()!), $"{what}: {body}");
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
    }

    private Task RefusedAsync(HttpMethod method, string path, HttpStatusCode status)
    {
        HttpRequestMessage request = new(method, path);
        if (method != HttpMethod.Get)
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        return RefusedAsync(request, status);
    }

    private async Task RefusedAsync(HttpRequestMessage request, HttpStatusCode status)
    {
        using (request)
        {
            using HttpResponseMessage answer = await _app.Http.SendAsync(request, s_cancel);
            string body = await answer.Content.ReadAsStringAsync(s_cancel);
            Assert.True(answer.StatusCode == status, $"{request.RequestUri}: {answer.StatusCode} {body}");
            Judge($"{request.Method} {request.RequestUri}", (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", body);
        }
    }

    private async Task<string> AnyRunAsync()
    {
        using HttpResponseMessage posted = await _app.PostRunAsync(TestManifests.Commands("hostile", "/bin/echo 0123456789"), "hostile-requests");
        string id = posted.Headers.Location!.ToString().Split('/')[^1];
        await _app.EndOfAsync(id);
        return id;
    }

    private sealed class EndlessBlanks(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Min(count, _left);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
