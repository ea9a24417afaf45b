using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Layout;
using CsCheck;

namespace Autobatch.Emulator.Tests.Nodes.Layout;

public sealed class NodeDirectoriesTests
{
    private static readonly NodeDirectories Node = new("/r");

    [Fact]
    public void Task_directory_is_where_a_real_node_has_it()
    {
        Assert.Equal("/r/workitems/job/job-1/task/wd", Node.Task("job", "task").Working);
        Assert.Equal("/r/workitems/schedule/job-7/task", Node.Task("schedule:job-7", "task").Root);
        Assert.Equal("/r/workitems/job", Node.JobToRemove("job"));
        Assert.Equal("/r/workitems/schedule/job-7", Node.JobToRemove("schedule:job-7"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\0")]
    [InlineData("..:x")]
    [InlineData("x:..")]
    [InlineData("x:a/b")]
    public void Id_that_is_no_folder_name_is_refused(string id) => Assert.Throws<ArgumentException>(() => Node.Task(id, "task"));

    [Fact]
    public void No_ids_lead_out_of_the_root()
    {
        var agent = new AgentDirectories("/r");
        Gen.String[Gen.Char["./\\:\0aZ-_"], 0, 6].Array[5, 5].Sample(ids =>
        {
            try
            {
                var place = new TaskPlace(new NodePlace(ids[0], ids[1], ids[2]), ids[3], ids[4]);
                string root = agent.Task(place).Root;
                if (place.IsStartTask) return root == $"/r/{ids[0]}/{ids[1]}/{ids[2]}/startup";
                return Path.GetFullPath(root) == root && root.Split('/').Length == 9;
            }
            catch (ArgumentException)
            {
                return true;
            }
        });
    }
}
