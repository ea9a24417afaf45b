using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class StopTests
{
    [Fact]
    public async Task Told_to_end_in_its_first_moment_it_ends()
    {
        for (var i = 0; i < 5; i++)
        {
            using var folder = new TemporaryFolder();
            await using var emulator = await EmulatorProcess.Start(folder.Path);

            Assert.Equal(0, await emulator.Stop());
        }
    }
}
