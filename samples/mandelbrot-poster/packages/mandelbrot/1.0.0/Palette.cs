namespace Mandelbrot;

/// <summary>Colours by the number of steps to escape, in a circle; the set itself is black.</summary>
internal static class Palette
{
    private const double Period = 8;

    private static readonly (double R, double G, double B)[] s_stops =
        [(0, 7, 100), (32, 107, 203), (237, 255, 255), (255, 170, 0), (90, 20, 30)];

    public static (double R, double G, double B) ColorOf(double? steps)
    {
        if (steps is not { } count)
        {
            return default;
        }

        // The logarithm spreads the colours evenly from the rim to the depths.
        double at = Math.Log2(Math.Max(1, count)) / Period * s_stops.Length * 4 % s_stops.Length;
        int stop = (int)at;
        double part = at - stop;
        (double R, double G, double B) a = s_stops[stop], b = s_stops[(stop + 1) % s_stops.Length];
        return (a.R + ((b.R - a.R) * part), a.G + ((b.G - a.G) * part), a.B + ((b.B - a.B) * part));
    }
}
