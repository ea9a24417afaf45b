using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Planning;
using Autobatch.Staging;
using Autobatch.Tests.Planning;

namespace Autobatch.Tests.Staging;

public sealed class LongListsTests
{
    private static readonly string s_long = new('x', 60);

    [Fact]
    public void Short_list_is_left_as_it_is() => Assert.Empty(LongLists.Of(Plan(Contents(40)), PlanFixture.Urls));

    [Fact]
    public void Long_list_becomes_a_container_for_each_file_mode_and_keeps_what_cannot_be_staged()
    {
        RunPlan plan = Plan(
            Contents(300), Contents(300, """, "fileMode": "0755" """, "bin/"), """{ "httpUrl": "https://other/f", "filePath": "f" }""",
            """{ "autoStorageContainerName": "outputs", "blobPrefix": "p/" }""");

        IReadOnlyList<StagedList> lists = LongLists.Of(plan, PlanFixture.Urls);
        JsonElement task = PlanFixture.Tasks(LongLists.Rewrite(plan, lists.ToDictionary(l => l.Key, l => $"list{l.FileMode}")))[0];

        Assert.Equal([(null, 300), ("0755", 300)], lists.Select(l => (l.FileMode, l.Items.Count)));
        Assert.Equal(
            ["https://other/f f", "outputs p/", "list -", "list0755 -"],
            task.GetProperty("resourceFiles").EnumerateArray().Select(f => f.TryGetProperty("httpUrl", out JsonElement url)
                ? $"{url} {f.GetProperty("filePath")}"
                : $"{f.GetProperty("autoStorageContainerName")} {(f.TryGetProperty("blobPrefix", out JsonElement prefix) ? prefix.GetString() : "-")}"));
    }

    [Fact]
    public void Files_of_the_task_itself_stay_and_the_rest_of_a_template_is_staged_once_for_all_tasks()
    {
        RunPlan plan = PlanFixture.Plan(PlanFixture.Factory($$"""{ "commandLine": "x", "resourceFiles": [ { "httpUrl": "{url}", "filePath": "{fileName}" }, {{Contents(300)}} ] }"""));

        StagedList list = Assert.Single(LongLists.Of(plan, PlanFixture.Urls));
        JsonElement[] tasks = PlanFixture.Tasks(LongLists.Rewrite(plan, new Dictionary<string, string> { [list.Key] = "lists" }), "a", "b");

        Assert.Equal(300, list.Items.Count);
        Assert.All(tasks, t => Assert.Equal(2, t.GetProperty("resourceFiles").GetArrayLength()));
    }

    [Fact]
    public void List_with_two_files_of_one_path_is_refused_as_before()
    {
        RunPlan plan = Plan(Contents(300), """{ "content": "other", "filePath": "0.txt" }""");

        Assert.Empty(LongLists.Of(plan, PlanFixture.Urls));
        Assert.Equal(ErrorCodes.TooManyResourceFiles, TaskChunkWriter.Write(plan, new TaskChunk(0, 0, []), PlanFixture.Urls).Errors.Single().Code);
    }

    [Fact]
    public void Key_follows_from_what_the_list_says()
    {
        string Key(string contents) => Assert.Single(LongLists.Of(Plan(contents), PlanFixture.Urls)).Key;

        Assert.Equal(Key(Contents(300)), Key(Contents(300)));
        Assert.NotEqual(Key(Contents(300)), Key(Contents(300, folder: "other/")));
        Assert.NotEqual(Key(Contents(300)), Key(Contents(300).Replace("text 7\"", "text seven\"", StringComparison.Ordinal)));
    }

    private static RunPlan Plan(params string[] files) => PlanFixture.Plan(PlanFixture.Task($"\"resourceFiles\":[{string.Join(',', files)}]"));

    private static string Contents(int count, string more = "", string folder = "") => string.Join(
        ',', Enumerable.Range(0, count).Select(i => $$"""{ "content": "{{s_long}} text {{i}}", "filePath": "{{folder}}{{i}}.txt"{{more}} }"""));
}
