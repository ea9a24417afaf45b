using System.Text;
using System.Text.Json;
using Autobatch.Planning;

namespace Autobatch.Tests.Planning;

public sealed class TaskBodyPartTests
{
    private static readonly TaskCollectionBody[] s_bodies = [Body("a", "b", "c"), Body("d", "e")];

    [Theory]
    [InlineData(0, 5, "a b c|d e")]
    [InlineData(0, 1, "a")]
    [InlineData(1, 3, "b c|d")]
    [InlineData(3, 100, "d e")]
    [InlineData(5, 1, "")]
    public void Part_has_the_tasks_from_first_on(int first, int count, string expected)
    {
        IReadOnlyList<TaskCollectionBody> part = TaskBodyPart.Of(s_bodies, first, count);

        Assert.Equal(expected, string.Join('|', part.Select(b => string.Join(' ', b.TaskIds))));
        Assert.All(part, b => Assert.Equal(b.TaskIds, JsonDocument.Parse(b.Utf8).RootElement.GetProperty("value").EnumerateArray().Select(t => t.GetProperty("id").GetString()!)));
    }

    private static TaskCollectionBody Body(params string[] ids) =>
        new(Encoding.UTF8.GetBytes($$"""{"value":[{{string.Join(',', ids.Select(id => $$"""{"id":"{{id}}"}"""))}}]}"""), ids);
}
