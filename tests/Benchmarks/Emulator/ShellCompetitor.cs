using System.Diagnostics;

namespace Autobatch.Benchmarks.Emulator;

/// <summary>A program of this machine, driven by a shell.</summary>
/// <param name="program">What must be installed.</param>
/// <param name="package">Debian's package of it.</param>
/// <param name="name">What is measured.</param>
/// <param name="script">Runs <c>$1</c> commands.</param>
internal sealed class ShellCompetitor(string program, string package, string name, string script) : Competitor
{
    public static IReadOnlyList<ShellCompetitor> All { get; } =
    [
        new("xargs", "findutils", "xargs -P2 (keeps nothing)", "seq $1 | xargs -P2 -n1 /bin/true"),
        new("parallel", "parallel", "GNU parallel -j2 --joblog --results", "seq $1 | parallel -j2 --joblog log --results out /bin/true"),
        new("tsp", "task-spooler", "task-spooler, 2 slots", "export TS_SOCKET=$PWD/socket TMPDIR=$PWD; tsp -S 2; for i in $(seq $1); do tsp /bin/true; done >/dev/null; while tsp | grep -Eq ' (running|queued) '; do sleep 0.05; done; tsp -K"),
        new("snakemake", "snakemake", "snakemake -j2", """
            printf 'rule all:\n    input: expand("done/{i}", i=range(%s))\nrule one:\n    output: touch("done/{i}")\n    shell: "/bin/true"\n' $1 > Snakefile
            snakemake -j2 --quiet
            """),
    ];

    public override string Name => name;

    public override bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    public override string Install => $"apt-get install {package}";

    public override async Task<TimeSpan> RunAsync(int tasks, DirectoryInfo folder)
    {
        long started = TimeProvider.System.GetTimestamp();
        var start = new ProcessStartInfo("/bin/sh", ["-c", script, "sh", $"{tasks}"]) { WorkingDirectory = folder.FullName, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? TimeProvider.System.GetElapsedTime(started) : throw new InvalidOperationException($"{name} failed: {errors}");
    }
}
