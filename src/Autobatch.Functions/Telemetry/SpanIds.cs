using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Autobatch.Functions.Telemetry;

/// <summary>
/// Gives a span an id that is known beforehand, for which <see cref="Activity"/> has no public way. Where the runtime keeps ids otherwise spans have random ones, and
/// hang in their trace without the parent.
/// </summary>
internal static class SpanIds
{
    public static void Take(Activity span, ActivityContext context)
    {
        try
        {
            OwnId(span) = context.SpanId.ToHexString();

            // A parent that is all zeros is none.
            if (span.ParentSpanId.ToHexString().AsSpan().IndexOfAnyExcept('0') < 0)
            {
                ParentId(span) = null;
            }
        }
        catch (MissingFieldException)
        {
            // Its trace is right all the same.
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? OwnId(Activity span);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_parentSpanId")]
    private static extern ref string? ParentId(Activity span);
}
