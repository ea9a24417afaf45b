using Autobatch.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Autobatch.Functions.Api;

/// <summary>Answers with <c>application/problem+json</c>.</summary>
internal static class Problems
{
    public static IActionResult Answer(Problem problem, HttpRequest request) =>
        new JsonAnswer((problem with { Instance = request.Path }).ToUtf8Json(), Problem.MediaType, problem.Status);

    public static IActionResult Answer(string code, HttpRequest request, string? detail = null) => Answer(Problem.Of(code, detail), request);

    public static IActionResult NoSuchRun(string id, HttpRequest request) =>
        Answer(ErrorCodes.RunNotFound, request, $"There is no run '{(Autobatch.Runs.Ids.IsId(id) ? id : "(not 32 hex digits)")}'. GET /api/runs lists the runs.");
}
