using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>A program on a pseudo-terminal, and all that it draws there. util-linux's <c>script</c> makes it; where there is none, the test is skipped.</summary>
internal sealed partial class Terminal : IDisposable
{
    private readonly Process _script;
    private readonly StringBuilder _drawn = new();
    private readonly Task _reading;

    private Terminal(Process script)
    {
        _script = script;
        _reading = ReadAsync();
    }

    /// <summary>Everything so far, escape sequences included.</summary>
    public string Drawn
    {
        get
        {
            lock (_drawn)
            {
                return _drawn.ToString();
            }
        }
    }

    /// <summary>The same as lines of text.</summary>
    public IEnumerable<string> Lines => Escape().Replace(Drawn, "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <param name="columns">The terminal's width.</param>
    /// <param name="command">Words of a shell, which itself outlives the interrupt key.</param>
    /// <param name="environment">More variables.</param>
    public static Terminal Start(int columns, string command, params (string Name, string Value)[] environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && ShellTools.Find("script") is not null, "There is no 'script' of util-linux, which makes pseudo-terminals.");
        Interrupts.Allow();
        ProcessStartInfo start = new("script", ["-q", "-e", "-f", "-c", $"trap : INT; stty cols {columns} rows 40; {command}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm-256color", ["SHELL"] = "/bin/sh", ["XDG_CONFIG_HOME"] = "/nowhere" },
        };
        start.Environment.Remove("NO_COLOR");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Terminal(Process.Start(start)!);
    }

    public Task UntilAsync(string drawn) => Wait.UntilAsync(
        () => Drawn.Contains(drawn, StringComparison.Ordinal) || (_reading.IsCompleted ? throw new InvalidOperationException($"Ended without '{drawn}':\n{Drawn}") : false),
        () => $"'{drawn}' is drawn:\n{Drawn}",
        TimeSpan.FromMinutes(1),
        TestContext.Current.CancellationToken);

    public async Task TypeAsync(string keys)
    {
        await _script.StandardInput.WriteAsync(keys);
        await _script.StandardInput.FlushAsync();
    }

    /// <summary>The exit code of the shell's last command.</summary>
    public async Task<int> ExitAsync()
    {
        await _script.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _reading;
        return _script.ExitCode;
    }

    public void Dispose()
    {
        if (!_script.HasExited)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
    }

    private async Task ReadAsync()
    {
        char[] buffer = new char[4096];
        while (await _script.StandardOutput.ReadAsync(buffer) is > 0 and int read)
        {
            lock (_drawn)
            {
                _drawn.Append(buffer, 0, read);
            }
        }
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]|\e\].*?(\a|\e\\)|\e[=>]")]
    private static partial Regex Escape();
}
