using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Dashboard;

/// <summary><c>GET /</c>: the page. It holds nothing of anybody, so it asks for no key; what it shows comes by the API, which does.</summary>
internal sealed class GetDashboard
{
    // An empty route would be the function's name; this one matches the empty path alone.
    private const string Root = "{ignored:maxlength(0)?}";

    [Function(nameof(GetDashboard))]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root)] HttpRequest request) =>
        new DashboardAnswer(DashboardFiles.Find(DashboardFiles.Page)!, keep: false);
}
