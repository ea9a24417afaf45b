using System.Net;
using System.Text.Json;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Runs that run again.</summary>
internal static class Reruns
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<HttpResponseMessage> PostRerunAsync(this RunningApp app, string id, string query, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"api/runs/{id}/rerun{query}");
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await app.Http.SendAsync(request, Cancel);
    }

    /// <summary>Starts a rerun; gives its id.</summary>
    public static async Task<string> RerunAsync(this RunningApp app, string id, string query)
    {
        using HttpResponseMessage answer = await app.PostRerunAsync(id, query);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancel));
        return answer.RunId();
    }

    /// <summary>Waits until a run has ended with the status; gives its id.</summary>
    public static async Task<string> EndAsync(this RunningApp app, Task<string> starting, string status)
    {
        string id = await starting;
        JsonElement run = await app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == status, run.ToString());
        return id;
    }

    /// <summary>The run that an answer's Location names.</summary>
    public static string RunId(this HttpResponseMessage answer) => answer.Headers.Location!.ToString().Split('/')[^1];
}
