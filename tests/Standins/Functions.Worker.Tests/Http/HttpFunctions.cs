using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Autobatch.Standins.Functions.Worker.Tests.Http;

public sealed class HttpFunctions
{
    [Function("Hello")]
    public static IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest req) =>
        new OkObjectResult(new { Hello = req.Query["name"].ToString() });

    [Function("Typed")]
    public static IResult Typed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "typed/{id:int}/{when:datetime?}")] HttpRequest req, int id, DateTime? when) =>
        Results.Json(new { req.Path.Value, id, Given = when is not null });

    [Function("Files")]
    public static Task<IActionResult> Files(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest req, string path) =>
        Task.FromResult<IActionResult>(new ContentResult { Content = $"{req.Method} {path}", ContentType = "text/plain" });

    [Function("Echo")]
    public static EchoBody Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest req, [FromBody] EchoBody body) =>
        body with { Text = body.Text + req.Method.Length };

    [Function("Any")]
    public static string Any([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest req) => req.Method;

    [Function("Fails")]
    public static Task<IActionResult> Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest req) =>
        throw new InvalidOperationException("a secret of " + req.Path);

    [Function("Context")]
    public static string Context([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "context/{part}")] HttpRequest req, FunctionContext context) =>
        string.Join('|', context.FunctionDefinition.Name, context.BindingContext.BindingData["part"], context.BindingContext.BindingData["q"],
            ReferenceEquals(context.GetHttpContext(), req.HttpContext), Guid.TryParse(context.InvocationId, out _));

    [Function("Keyed")]
    public static string Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest req) => "open " + req.Method;

    [Function("Count")]
    public static async Task<long> Count([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest req, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        await req.Body.CopyToAsync(bytes, cancellation);
        return bytes.Length;
    }
}

public sealed record EchoBody(string Text, int Number);
