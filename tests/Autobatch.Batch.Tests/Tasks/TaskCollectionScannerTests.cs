using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Autobatch.Batch.Tests;

public sealed class TaskCollectionScannerTests
{
    [Theory]
    [InlineData("""{"value":[]}""")]
    [InlineData("[]")]
    public void Empty_collection_has_no_tasks(string json) => Assert.Empty(Scan(json));

    [Fact]
    public void Tasks_are_found_with_their_exact_bytes()
    {
        const string json = """ { "value" : [ {"commandLine":"a \"]}\" b","id":"1"} , {"nested":{"id":"no","x":[{}]}, "id" : "tv\u00e4"} ] } """;

        List<TaskSlice> tasks = Scan(json);

        Assert.Equal(["1", "tv\u00e4"], tasks.Select(t => t.Id));
        Assert.Equal("""{"commandLine":"a \"]}\" b","id":"1"}""", json.Substring(tasks[0].Offset, tasks[0].Length));
        Assert.Equal("""{"nested":{"id":"no","x":[{}]}, "id" : "tv\u00e4"}""", json.Substring(tasks[1].Offset, tasks[1].Length));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[{\"id\":\"1\"}", "not JSON")]
    [InlineData("7", "{\"value\":[…]}")]
    [InlineData("""{"values":[]}""", "{\"value\":[…]}")]
    [InlineData("""{"value":{}}""", "{\"value\":[…]}")]
    [InlineData("""[{"id":"1"},7]""", "Task 1 of the collection is no JSON object.")]
    [InlineData("""[{"id":7}]""", "Task 0 of the collection has no id.")]
    [InlineData("""[{"id":null}]""", "Task 0 of the collection has no id.")]
    [InlineData("""[{"id":"a"},{"id":"A"}]""", "Task 1 of the collection has the id 'A' of an earlier one")]
    [InlineData("""{"value":[],"x":1}""", "no property beside value")]
    [InlineData("[] []", "not JSON")]
    public void What_is_no_collection_is_refused_with_the_place(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Scan(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_part_of_any_collection_is_sent_as_the_same_tasks()
    {
        Gen<(string[], bool[], bool)> collections = Gen.Select(Gen.String[0, 20].Array[1, 30], Gen.Bool.Array[30], Gen.Bool);
        collections.Sample((commands, picks, indented) =>
        {
            JsonObject[] tasks = [.. commands.Select((c, i) => new JsonObject { ["id"] = $"t{i}", ["commandLine"] = Printable(c) })];
            var whole = new JsonObject { ["value"] = new JsonArray([.. tasks]) };
            byte[] json = Encoding.UTF8.GetBytes(whole.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = indented }));
            List<TaskSlice> slices = TaskCollectionScanner.Scan(json);
            TaskSlice[] picked = [.. slices.Where(s => picks[s.Index])];
            if (picked.Length == 0)
                return;

            using var sent = new MemoryStream();
            TaskCollectionContent.Of(json, picked).WriteTo(sent, default);

            JsonNode?[] expected = [.. picked.Select(p => tasks[p.Index].DeepClone())];
            Assert.True(JsonNode.DeepEquals(new JsonObject { ["value"] = new JsonArray(expected) }, JsonNode.Parse(sent.ToArray())));
        });
    }

    private static string Printable(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);

    private static List<TaskSlice> Scan(string json) => TaskCollectionScanner.Scan(Encoding.UTF8.GetBytes(json));
}
