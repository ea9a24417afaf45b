using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Support;

/// <summary>An invocation for activities that a test calls itself; they ask it for its token, and for services that it has none of.</summary>
internal sealed class OneInvocation : FunctionContext
{
    private static readonly ServiceProvider s_nothing = new ServiceCollection().BuildServiceProvider();

    public override string InvocationId => "test";

    public override string FunctionId => "test";

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices
    {
        get => s_nothing;
        set => throw new NotSupportedException();
    }

    public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

    public override IDictionary<object, object> Items
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override IInvocationFeatures Features => throw new NotSupportedException();

    public override CancellationToken CancellationToken => TestContext.Current.CancellationToken;
}
