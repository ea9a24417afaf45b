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

    /// <summary>416 with the size that the file has now, so that who follows it knows where to go on.</summary>
    public static IActionResult OutsideFile(HttpRequest request, string path, long size) =>
        new JsonAnswer(
            (Problem.Of(ErrorCodes.InvalidRange, $"'{path}' has {size} bytes.") with { Instance = request.Path }).ToUtf8Json(), Problem.MediaType, 416)
        {
            FileSize = size,
        };

    /// <summary>The answer, with seconds to wait before the next try.</summary>
    public static IActionResult Later(string code, HttpRequest request, string detail, int retryAfter)
    {
        Problem problem = Problem.Of(code, detail) with { Instance = request.Path };
        return new JsonAnswer(problem.ToUtf8Json(), Problem.MediaType, problem.Status) { RetryAfter = retryAfter };
    }

    public static IActionResult BadToken(HttpRequest request) =>
        Answer(ErrorCodes.InvalidQuery, request, "'continuationToken' is none of this list; take it from the page before.");

    public static IActionResult BadTop(HttpRequest request, int most) => BadNumber(request, "top", most);

    public static IActionResult BadNumber(HttpRequest request, string name, int most) =>
        Answer(ErrorCodes.InvalidQuery, request, $"'{name}' is no whole number from 1 to {most}.");

    public static IActionResult NoSuchRun(string id, HttpRequest request) =>
        Answer(ErrorCodes.RunNotFound, request, $"There is no run '{(Autobatch.Runs.Ids.IsId(id) ? id : "(not 32 hex digits)")}'. GET /api/runs lists the runs.");
}
