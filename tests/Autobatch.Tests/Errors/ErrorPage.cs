using System.Text;
using Autobatch.Errors;
using Autobatch.Tests.Support;

namespace Autobatch.Tests.Errors;

/// <summary>docs/errors.md, made of the catalogue.</summary>
internal static class ErrorPage
{
    private const string Head = """
        # Errors

        Every error has a stable `code`. Over HTTP it comes as `application/problem+json` (RFC 9457) with `code`, `title` (the meaning below),
        `status`, `detail` (what and where), `instance`, and for manifests `errors[]` with a JSON pointer, line and column each. A dropped blob's
        error is the same JSON in `results/{id}/error.json`. Codes that are not in this table are Azure Batch's own, passed on as they are.

        This page is made of `src/Autobatch/Errors/ErrorCatalogue.cs`; a test fails when it is stale. Write it anew with
        `dotnet run --project tests/Autobatch.Tests -- -explicit only`.

        | code | HTTP | meaning | mend |
        |---|---|---|---|

        """;

    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "docs", "errors.md");

    public static string Make()
    {
        StringBuilder page = new(Head);
        foreach (ErrorEntry e in ErrorCatalogue.All.OrderBy(e => e.Code, StringComparer.Ordinal))
        {
            page.Append(null, $"| `{e.Code}` | {e.Status} | {Cell(e.Title)} | {Cell(e.Mend)} |\n");
        }

        return page.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
