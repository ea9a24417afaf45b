// A process that is meant to be killed: runs one orchestration of three levels in the given folder, from wherever the last process left it.
// Usage: Autobatch.KillTest FOLDER
// Prints "started" before the engine goes on, "applied" after each effect, "purging" when all has ended, and at the end one line of JSON.
using Autobatch.KillTest;

if (args is not [string folder])
{
    Console.Error.WriteLine("Usage: Autobatch.KillTest FOLDER");
    return 2;
}
Console.WriteLine(await Work.RunAsync(folder, Console.WriteLine));
return 0;
