using Autobatch.Errors;
using Autobatch.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Dashboard;

/// <summary><c>GET /dashboard/{name}</c>: scripts and styles of the page.</summary>
internal sealed class GetDashboardFile
{
    [Function(nameof(GetDashboardFile))]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard/{name}")] HttpRequest request, string name) =>
        DashboardFiles.Find(name) is { } file ? new DashboardAnswer(file, keep: name.Contains('-', StringComparison.Ordinal)) : Problems.Answer(ErrorCodes.RouteNotFound, request);
}
