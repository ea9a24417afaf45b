using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers of certificates, which the service has retired: there are none, and none can be added.</summary>
internal static class CertificateOperations
{
    private static readonly ResourceShape<string> s_shape = Shape();

    public static ValueTask<Reply> List(Call call) => new(Paging.List(call, [], thumbprint => thumbprint, s_shape, call.Url("certificates")));

    public static ValueTask<Reply> NotFound(Call call) => throw Errors.CertificateNotFound.With();

    public static ValueTask<Reply> Add(Call call) =>
        throw Errors.UnsupportedProperty.With(("PropertyName", "certificate"), ("Reason", "Azure Batch has retired certificates; keep them in a key vault and install them by an extension or a start task."));

    private static ResourceShape<string> Shape()
    {
        var shape = new ResourceShape<string>("certificates").Text("thumbprint", thumbprint => thumbprint);
        shape.Filters.Text("thumbprint", thumbprint => thumbprint).Text("thumbprintAlgorithm", _ => "sha1").Text("state", _ => "active");
        return shape;
    }
}
