using System.Net;
using System.Net.Http.Json;

namespace Autobatch.Local.Runs;

/// <summary>The function app's routes for runs, as a user would call them.</summary>
internal sealed class RunClient(HttpClient http)
{
    /// <returns>Null while the app does not know the run.</returns>
    public async Task<RunView?> FindAsync(string runId, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.GetAsync($"api/runs/{runId}", cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(RunJson.Default.RunView, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first tasks that failed.</summary>
    public async Task<IReadOnlyList<TaskView>> FailedTasksAsync(string runId, int most, CancellationToken cancellationToken)
    {
        List<TaskView> failed = [];
        string? token = null;
        do
        {
            string query = token is null ? string.Empty : $"&continuationToken={Uri.EscapeDataString(token)}";
            TaskPage? page = await http.GetFromJsonAsync($"api/runs/{runId}/tasks?top=1000{query}", RunJson.Default.TaskPage, cancellationToken)
                .ConfigureAwait(false);
            failed.AddRange(page?.Tasks.Where(task => string.Equals(task.Result, "failure", StringComparison.OrdinalIgnoreCase)) ?? []);
            token = page?.ContinuationToken;
        }
        while (token is not null && failed.Count < most);
        return [.. failed.Take(most)];
    }

    /// <returns>The last bytes of a task's file as text; empty when there is none.</returns>
    public async Task<string> TailAsync(string runId, string taskId, string file, int bytes, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"api/runs/{runId}/tasks/{Uri.EscapeDataString(taskId)}/files/{file}");
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return string.Empty;
        }

        string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return text.Length <= bytes ? text : text[^bytes..];
    }
}
