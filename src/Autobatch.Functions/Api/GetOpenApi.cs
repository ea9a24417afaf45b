using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api;

/// <summary><c>GET /api/openapi.json</c>: the description of all routes.</summary>
internal sealed class GetOpenApi
{
    [Function(nameof(GetOpenApi))]
    [Summary("This document.")]
    [Answer(200, "OpenAPI 3.1.", OpenApiDocument.MediaType)]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request) =>
        new JsonAnswer(OpenApiDocument.Utf8, OpenApiDocument.MediaType, StatusCodes.Status200OK);
}
