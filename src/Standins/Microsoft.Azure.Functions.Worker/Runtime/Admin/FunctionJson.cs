using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.Admin;

/// <summary>Describes a function in the real host's words. Paths and schedules are shown with their settings resolved.</summary>
internal sealed class FunctionJson(HostJson host)
{
    public JsonObject Describe(FunctionModel function, Uri address)
    {
        string assembly = Path.GetFileName(function.Definition.PathToAssembly);
        return new JsonObject
        {
            ["name"] = function.Name,
            ["script_href"] = new Uri(address, $"/admin/vfs/{assembly}").ToString(),
            ["href"] = new Uri(address, $"/admin/functions/{function.Name}").ToString(),
            ["invoke_url_template"] = function.Trigger is HttpTriggerModel http ? Invoke(address, http) : null,
            ["language"] = "dotnet-isolated",
            ["isDisabled"] = function.Disabled,
            ["config"] = new JsonObject
            {
                ["name"] = function.Name,
                ["entryPoint"] = function.Definition.EntryPoint,
                ["scriptFile"] = assembly,
                ["language"] = "dotnet-isolated",
                ["bindings"] = new JsonArray([.. function.Bindings.Select(b => b.ToJson())]),
            },
        };
    }

    private string Invoke(Uri address, HttpTriggerModel http) => address.ToString().TrimEnd('/') + Routes.Full(host.RoutePrefix, http.Route);
}
