using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Accounts.Doctor;
using Autobatch.Functions.Api.Description;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Api.Accounts;

/// <summary><c>GET /api/accounts/{name}/doctor</c>: looks an account over.</summary>
internal sealed class GetDoctor(BatchAccounts accounts, AccountDoctor doctor)
{
    [Function(nameof(GetDoctor))]
    [Summary("Looks a Batch account over: credentials, link, storage account, clock, quotas, events; one line each with the mend.")]
    [Answer(200, "Every check, and what works with the linked storage account.", "application/json", Body = typeof(DoctorView))]
    [Fails(ErrorCodes.AccountNotFound)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/accounts/{name}/doctor")] HttpRequest request, string name, FunctionContext context) =>
        accounts.All.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase)) is { } account
            ? JsonAnswer.Of(DoctorView.Of(await doctor.ExamineAsync(account, context.CancellationToken)), AppJson.Default.DoctorView)
            : Problems.Answer(ErrorCodes.AccountNotFound, request);
}
