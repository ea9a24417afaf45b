namespace Autobatch.Standins.Api.Tests;

/// <summary>
/// Keeps the second flavour true: what compiles against the stand-ins compiles against the real packages. After a stand-in has changed,
/// <c>dotnet run --project tests/Standins/Api.Tests -- -explicit only</c> writes the kept lines anew; it needs the lists of the real packages
/// beside the repository and refuses lines that are not there.
/// </summary>
public sealed class StandinApiTests
{
    public static TheoryData<string> Names => [.. Standin.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Standin_has_no_line_that_is_not_kept(string name)
    {
        Standin standin = Standin.Named(name);
        Nothing(standin.OwnLines().Except(standin.KeptLines(), StringComparer.Ordinal), "public in the stand-in, but not known from the real package");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kept_lines_are_only_those_in_use(string name)
    {
        Standin standin = Standin.Named(name);
        Nothing(standin.KeptLines().Except(standin.OwnLines(), StringComparer.Ordinal), "kept, but not in the stand-in (write the lines anew)");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kept_lines_are_lines_of_the_real_package(string name)
    {
        Standin standin = Standin.Named(name);
        if (standin.RealLines() is not { } real)
        {
            Assert.Skip("The lists of the real packages are not beside this repository; the kept lines stand for them.");
            return;
        }

        Assert.NotEmpty(real);
        Nothing(standin.KeptLines().Except(real, StringComparer.Ordinal), "kept, but not in the real package");
    }

    [Fact(Explicit = true)]
    public void Write_the_kept_lines_anew()
    {
        foreach (Standin standin in Standin.All)
        {
            IReadOnlySet<string> real = standin.RealLines()
                ?? throw new InvalidOperationException("The lists of the real packages are not beside this repository, so nothing can be kept.");
            IReadOnlyCollection<string> own = standin.OwnLines();
            Nothing(own.Except(real, StringComparer.Ordinal), $"in {standin.Name}, but not in the real package: nothing was written");
            string path = Path.Combine(Repository.Root, "tests", "Standins", "Api.Tests", $"{standin.Name}.api.txt");
            File.WriteAllText(path, string.Concat(own.Select(line => line + "\n")));
        }
    }

    private static void Nothing(IEnumerable<string> lines, string what)
    {
        string[] found = [.. lines];
        Assert.True(found.Length == 0, $"{found.Length} lines are {what}:\n{string.Join('\n', found)}");
    }
}
