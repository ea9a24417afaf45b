using Autobatch.Functions.Ledger;
using CsCheck;

namespace Autobatch.Functions.Tests.Ledger;

public sealed class LedgerKeyTests
{
    [Fact]
    public void Newer_rows_come_first() => Gen.Select(Gen.DateTimeOffset, Gen.DateTimeOffset).Sample((a, b) =>
    {
        int byRow = Math.Sign(string.CompareOrdinal(new LedgerKey("x", a).IndexRow, new LedgerKey("x", b).IndexRow));
        Assert.Equal(Math.Sign(b.UtcTicks.CompareTo(a.UtcTicks)), byRow);
    });
}
