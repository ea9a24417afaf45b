using Autobatch.Runs;
using CsCheck;

namespace Autobatch.Tests.Runs;

public sealed class IdsTests
{
    [Fact]
    public void Same_blob_version_gives_the_same_id_for_ever() =>
        Assert.Equal("e21673a4869d68b26c2a9fafbb504e07", Ids.ForBlob("account", "jobs", "m.job.json", "0x8D"));

    [Fact]
    public void Quotes_around_an_etag_do_not_count() => Assert.Equal(Ids.ForBlob("a", "c", "b", "0x8D"), Ids.ForBlob("a", "c", "b", "\"0x8D\""));

    [Fact]
    public void Parts_do_not_run_into_one_another() =>
        Gen.String[Gen.Char["ab/"], 0, 4].Array[8].Sample(p =>
            (p[0], p[1], p[2], p[3]) == (p[4], p[5], p[6], p[7])
            || Ids.ForBlob(p[0], p[1], p[2], p[3]) != Ids.ForBlob(p[4], p[5], p[6], p[7]));

    [Fact]
    public void Key_and_blob_ids_are_apart_and_have_the_form_of_ids()
    {
        string[] ids = [Ids.ForIdempotencyKey("k"), Ids.ForBlob("k", "", "", ""), Ids.ForIdempotencyKey("K")];
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, i => Assert.True(Ids.IsId(i)));
        Assert.All(["", null, "../x", new string('g', 32), ids[0].ToUpperInvariant()], i => Assert.False(Ids.IsId(i)));
    }

    [Fact]
    public void Job_id_is_cut_to_what_batch_takes_and_keeps_its_suffix()
    {
        string run = Ids.ForIdempotencyKey("k");
        Assert.Equal($"m-{run[..12]}", Ids.JobId("m", run));
        string longest = Ids.JobId(new string('x', 64), run);
        Assert.Equal(64, longest.Length);
        Assert.EndsWith($"x-{run[..12]}", longest, StringComparison.Ordinal);
    }

    [Fact]
    public void Package_names_that_differ_in_case_are_one_registration() =>
        Assert.Equal(Ids.PackageInstance("a", "FFmpeg", "1.0-RC"), Ids.PackageInstance("a", "ffmpeg", "1.0-rc"));
}
