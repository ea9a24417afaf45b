using Autobatch.Errors;
using Autobatch.Functions.Api.Description;
using Autobatch.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/schemas/{name}</c>: the JSON Schemas, for editors.</summary>
internal sealed class GetSchema
{
    [Function(nameof(GetSchema))]
    [Summary("A JSON Schema, for editors.")]
    [Answer(200, "The schema.", "application/schema+json")]
    [Fails(ErrorCodes.SchemaNotFound)]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/schemas/{name}")] HttpRequest request, string name) =>
        SchemaFiles.Read(name) is { } schema
            ? new JsonAnswer(schema, "application/schema+json", StatusCodes.Status200OK)
            : Problems.Answer(ErrorCodes.SchemaNotFound, request);
}
