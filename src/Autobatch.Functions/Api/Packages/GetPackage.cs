using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Packages.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Packages;

/// <summary><c>GET /api/packages/{application}</c>: one application with its versions, in every account that has it.</summary>
internal sealed class GetPackage(BatchAccounts accounts, PackageCatalog catalog)
{
    private const int MostIdCharacters = 64;

    [Function(nameof(GetPackage))]
    [Summary("One application with its versions, in every account that has it.")]
    [Answer(200, "The application, once for each account.", "application/json", Body = typeof(ApplicationListView))]
    [Fails(ErrorCodes.ApplicationNotFound)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/packages/{application}")] HttpRequest request, string application, FunctionContext context)
    {
        if (application.Length > MostIdCharacters || !application.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return Problems.Answer(ErrorCodes.ApplicationNotFound, request, "That is no id of an application: letters, digits, '-' and '_', at most 64.");
        }

        EachAccount<IReadOnlyList<ApplicationView>> found =
            await EachAccount.AskAsync(accounts, (account, token) => FindAsync(account, application, token), context.CancellationToken);
        ApplicationView[] applications = [.. found.Answers.Values.SelectMany(a => a)];
        return applications.Length == 0 && found.Unreachable.Count == 0
            ? Problems.Answer(ErrorCodes.ApplicationNotFound, request)
            : JsonAnswer.Of(new ApplicationListView(applications, found.Unreachable), AppJson.Default.ApplicationListView);
    }

    private async Task<IReadOnlyList<ApplicationView>> FindAsync(BatchAccount account, string application, CancellationToken cancellationToken) =>
        await catalog.FindAsync(account, application, cancellationToken) is { } found ? [Applications.Of(found)] : [];
}
