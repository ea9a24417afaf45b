using System.Diagnostics.CodeAnalysis;

namespace Autobatch.Standins.Api.Tests;

public sealed class ApiListingTests
{
    private const string Here = "Autobatch.Standins.Api.Tests";

    [Fact]
    public void Every_kind_of_member_is_one_line() => Assert.Equal(
        [
            $"{Here}.SampleBase::.ctor()",
            $"{Here}.SampleBase::abstract Make<T>(System.Int32? number = null, System.String[] names = null) : System.Collections.Generic.IReadOnlyList<T>",
            $"{Here}.SampleChild::.ctor(System.String name)",
            $"{Here}.SampleChild::Changed : System.Int32 {{ get; set; }}",
            $"{Here}.SampleChild::Field : System.Int64",
            $"{Here}.SampleChild::Make<T>(System.Int32? number = null, System.String[] names = null) : System.Collections.Generic.IReadOnlyList<T>",
            $"{Here}.SampleChild::Name : System.String {{ get; }}",
            $"{Here}.SampleChild::event Done : System.Action",
            $"{Here}.SampleChild::protected Hook(ref System.Int32 value, System.Threading.CancellationToken cancellation = null) : System.Void",
            $"{Here}.SampleChild::static Of(System.Boolean yes = True) : {Here}.SampleChild",
            $"abstract class {Here}.SampleBase",
            $"class {Here}.SampleChild : {Here}.SampleBase",
        ],
        ApiListing.Of(typeof(SampleBase), typeof(SampleChild)));

    [Fact]
    public void Enums_show_their_numbers_and_delegates_their_kind() => Assert.Equal(
        [
            $"{Here}.SampleCall::.ctor(System.Object object, System.IntPtr method)",
            $"{Here}.SampleCall::BeginInvoke(System.AsyncCallback callback, System.Object object) : System.IAsyncResult",
            $"{Here}.SampleCall::EndInvoke(System.IAsyncResult result) : System.Int32",
            $"{Here}.SampleCall::Invoke() : System.Int32",
            $"{Here}.SampleKind::One = 1",
            $"{Here}.SampleKind::Seven = 7",
            $"delegate {Here}.SampleCall : System.MulticastDelegate",
            $"enum {Here}.SampleKind",
        ],
        ApiListing.Of(typeof(SampleKind), typeof(SampleCall)));
}

public abstract class SampleBase
{
    public abstract IReadOnlyList<T> Make<T>(int? number = null, string[]? names = null);
}

[SuppressMessage("Design", "CA1051", Justification = "A field is one of the kinds to list.")]
public class SampleChild(string name) : SampleBase
{
    public long Field;

    public event Action? Done;

    public string Name { get; private set; } = name;

    public int Changed { get; protected internal set; }

    public static SampleChild Of(bool yes = true) => new(yes ? "yes" : "no");

    public override IReadOnlyList<T> Make<T>(int? number = null, string[]? names = null) => [];

    public override string ToString() => Name;

    protected void Hook(ref int value, CancellationToken cancellation = default)
    {
        value = cancellation.IsCancellationRequested ? 0 : 1;
        Done?.Invoke();
        Quiet();
    }

    private void Quiet() => Name += Field;
}

public enum SampleKind
{
    One = 1,
    Seven = 7,
}

public delegate int SampleCall();
