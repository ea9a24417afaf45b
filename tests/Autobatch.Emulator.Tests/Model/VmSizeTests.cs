using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Tests.Model;

public sealed class VmSizeTests
{
    [Theory]
    [InlineData("STANDARD_D2S_V3", 2)]
    [InlineData("standard_d16ads_v5", 16)]
    [InlineData("Standard_E4-2s_v3", 2)]
    [InlineData("Standard_HB120rs_v3", 120)]
    [InlineData("Standard_D1_v2", 1)]
    [InlineData("Standard_DS3_v2", 4)]
    [InlineData("Standard_D5", 16)]
    [InlineData("Standard_D13_v2", 8)]
    [InlineData("Standard_D15_v2", 20)]
    [InlineData("Standard_F8s", 8)]
    [InlineData("Standard_A0", 1)]
    [InlineData("x", 1)]
    [InlineData(null, 1)]
    public void Cores_are_read_from_the_name(string? size, int cores) => Assert.Equal(cores, VmSize.Cores(size));
}
