using Autobatch.Functions.Accounts;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Packages;

/// <summary><c>GET /api/packages</c>: the applications of every account.</summary>
internal sealed class GetPackages(BatchAccounts accounts)
{
    [Function(nameof(GetPackages))]
    [Summary("Applications of every account.")]
    [Answer(200, "The applications.", "application/json", Body = typeof(ApplicationListView))]
    public async Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/packages")] HttpRequest request, FunctionContext context)
    {
        EachAccount<IReadOnlyList<ApplicationView>> found = await EachAccount.AskAsync(accounts, Applications.ListAsync, context.CancellationToken);
        return JsonAnswer.Of(new ApplicationListView([.. found.Answers.Values.SelectMany(a => a)], found.Unreachable), AppJson.Default.ApplicationListView);
    }
}
