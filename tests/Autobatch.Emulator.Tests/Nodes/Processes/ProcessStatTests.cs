using Autobatch.Emulator.Nodes.Processes;

namespace Autobatch.Emulator.Tests.Nodes.Processes;

public sealed class ProcessStatTests
{
    [Theory]
    [InlineData("sh")]
    [InlineData("a) R 1 2 3 (b")]
    [InlineData("two words")]
    public void Line_is_read_whatever_the_program_is_called(string name)
    {
        ProcessStat? stat = ProcessStat.Parse($"4711 ({name}) S 12 4710 4709 0 -1 4194304 216 0 0 0 0 0 0 0 20 0 1 0 167266 2654208 349\n");

        Assert.Equal(new ProcessStat(4711, 'S', 12, 4709, 167266), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("failed")]
    [InlineData("4711 (sh) S 12 4710")]
    [InlineData("x (sh) S 12 4710 4709 0 -1 4194304 216 0 0 0 0 0 0 0 20 0 1 0 167266 2654208 349")]
    public void Anything_else_is_no_process(string line) => Assert.Null(ProcessStat.Parse(line));

    [Fact]
    public void This_process_is_found_in_the_table()
    {
        ProcessStat? self = ProcessTable.Read(System.Environment.ProcessId);

        Assert.NotNull(self);
        Assert.False(self.IsDead);
        Assert.Contains(ProcessTable.ReadAll(), process => process.Pid == self.Pid && process.StartTime == self.StartTime);
    }
}
