using System.Diagnostics;
using System.IO.Compression;
using Autobatch.Packages;
using Autobatch.Packages.Fallback;

namespace Autobatch.Tests.Packages;

/// <summary>The script as a task runs it, on nodes that have different programs.</summary>
public sealed class PackageRunnerTests : IDisposable
{
    private const UnixFileMode Program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly string[] s_always = ["sh", "rm", "mkdir", "mv", "tr", "cat"];
    private readonly string _folder = Directory.CreateTempSubdirectory("autobatch-runner").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("unzip")]
    [InlineData("python3")]
    public async Task Command_runs_with_both_variables_and_its_own_words_and_again_when_it_is_tried_again(string program)
    {
        Assert.SkipWhen(Find(program) is null, $"This machine has no {program}.");
        Prepare(program);

        (int code, string text) = await RunAsync("\"$AZ_BATCH_APP_PACKAGE_To_ol_1_0/bin/run.sh\" \"$@\"; cat \"$AZ_BATCH_APP_PACKAGE_to_ol_1_0/link\"; exit 7", "a  b", "c'd");
        (int again, _) = await RunAsync("exit 8");

        Assert.Equal((7, "ran a  b c'd\nlinked"), (code, text));
        Assert.Equal(8, again);
        Assert.False(File.Exists(Path.Combine(_folder, PackageRunner.ZipPath(new PackageReference("To-ol", "1.0")))), "the zip takes no room once it is unpacked");
    }

    [Fact]
    public async Task Node_that_can_unpack_nothing_is_told_and_the_command_does_not_run()
    {
        Prepare();
        Assert.SkipWhen(File.Exists("/usr/libexec/platform-python"), "This machine always has a Python.");

        (int code, string text) = await RunAsync("echo ran");

        Assert.Equal(125, code);
        Assert.Contains("none of unzip, python3 and bsdtar", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ran\n", text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Prepare(params string[] programs)
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".autobatch"));
        Directory.CreateDirectory(Path.Combine(_folder, "programs"));
        File.WriteAllBytes(Path.Combine(_folder, PackageRunner.ScriptPath), PackageRunner.Script.ToArray());
        foreach (string program in s_always.Concat(programs))
        {
            File.CreateSymbolicLink(Path.Combine(_folder, "programs", program), Find(program)!);
        }

        using ZipArchive zip = ZipFile.Open(Path.Combine(_folder, PackageRunner.ZipPath(new PackageReference("To-ol", "1.0"))), ZipArchiveMode.Create);
        Add(zip, "bin/run.sh", "#!/bin/sh\necho ran \"$@\"\n", 0x8000 | (int)Program);
        Add(zip, "text.txt", "linked", 0x8000 | (int)(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Add(zip, "link", "text.txt", 0xA000 | (int)Program);
    }

    private async Task<(int Code, string Text)> RunAsync(string script, params string[] words)
    {
        ProcessStartInfo start = new("/bin/sh", [PackageRunner.ScriptPath, PackageRunner.NameOf(new PackageReference("To-ol", "1.0")), "--", "/bin/sh", "-c", script, "sh", .. words])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Path.Combine(_folder, "programs");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancel);
        string text = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, text + await errors);
    }

    private static void Add(ZipArchive zip, string name, string text, int mode)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        entry.ExternalAttributes = mode << 16;
        using StreamWriter writer = new(entry.Open());
        writer.Write(text);
    }

    // A link to a version manager's front does not find its way home, so the system's own programs come first.
    private static string? Find(string program) =>
        ((string[])["/usr/bin", "/bin", "/usr/local/bin"]).Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
