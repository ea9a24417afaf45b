using Autobatch.Functions.Api.Outputs;
using CsCheck;

namespace Autobatch.Functions.Tests.Api.Outputs;

public sealed class ZipNamesTests
{
    [Theory]
    [InlineData("t0/stdout.txt", "t0/stdout.txt")]
    [InlineData("/etc/passwd", "etc/passwd")]
    [InlineData("../../etc/passwd", "etc/passwd")]
    [InlineData("..\\..\\windows\\win.ini", "windows/win.ini")]
    [InlineData("a/./b//c", "a/b/c")]
    [InlineData("c:\\x", "c_/x")]
    [InlineData("a?b*c<d>e|f\"g:h", "a_b_c_d_e_f_g_h")]
    [InlineData("nul\0byte\n", "nul_byte_")]
    [InlineData("dots. . .", "dots")]
    [InlineData("con", "_con")]
    [InlineData("LPT1.txt", "_LPT1.txt")]
    [InlineData("..", "_")]
    [InlineData("", "_")]
    [InlineData("größe ✓/ünï.txt", "größe ✓/ünï.txt")]
    public void Name_is_safe_on_every_system(string path, string expected) => Assert.Equal(expected, new ZipNames().Take(path));

    [Fact]
    public void Nothing_comes_twice_and_letter_case_does_not_count()
    {
        ZipNames names = new();
        Assert.Equal(["a.txt", "A (2).TXT", "a (3).txt"], new[] { "a.txt", "A.TXT", "./a.txt" }.Select(names.Take));
    }

    [Fact]
    public void File_and_folder_of_one_name_are_told_apart()
    {
        ZipNames names = new();
        Assert.Equal(["a", "a (2)/b", "a (2)/c", "x/y", "x (2)"], new[] { "a", "a/b", "a/c", "x/y", "X" }.Select(n => names.Take(n).ToLowerInvariant()));
    }

    [Fact]
    public void No_name_leaves_the_folder_whatever_it_is() => Gen.String[Gen.OneOf(Gen.Char["./\\: a"], Gen.Char), 0, 40].Array[1, 8].Sample(paths =>
    {
        ZipNames names = new();
        string[] taken = [.. paths.Select(names.Take)];
        Assert.Equal(taken.Length, taken.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(taken, name =>
        {
            Assert.DoesNotContain('\\', name);
            Assert.DoesNotContain(name.Split('/'), part => part is "" or "." or "..");
            Assert.StartsWith("/out/", Path.GetFullPath(name, "/out"), StringComparison.Ordinal);
        });
    });
}
