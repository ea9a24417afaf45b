namespace Mandelbrot;

/// <summary>Renders one tile as raw RGB, four samples for each pixel.</summary>
internal static class TileRenderer
{
    private static readonly double[] s_offsets = [0.25, 0.75];

    public static byte[] Render(Grid grid, View view, int row, int column)
    {
        double step = view.Width / grid.Width;
        byte[] pixels = new byte[grid.Size * grid.Size * 3];
        for (int y = 0; y < grid.Size; y++)
        {
            for (int x = 0; x < grid.Size; x++)
            {
                double px = (column * grid.Size) + x - (grid.Width / 2.0);
                double py = (row * grid.Size) + y - (grid.Height / 2.0);
                Pixel(view, step, px, py).CopyTo(pixels.AsSpan(((y * grid.Size) + x) * 3));
            }
        }

        return pixels;
    }

    private static byte[] Pixel(View view, double step, double px, double py)
    {
        double red = 0, green = 0, blue = 0;
        foreach (double dy in s_offsets)
        {
            foreach (double dx in s_offsets)
            {
                (double r, double g, double b) = Palette.ColorOf(Escape(view.X + ((px + dx) * step), view.Y - ((py + dy) * step), view.Iterations));
                (red, green, blue) = (red + r, green + g, blue + b);
            }
        }

        return [(byte)(red / 4), (byte)(green / 4), (byte)(blue / 4)];
    }

    // After how many steps the point is far away, with the fraction that makes colours flow; null for a point of the set.
    private static double? Escape(double cx, double cy, int iterations)
    {
        const double far = 1 << 16;
        double x = 0, y = 0;
        for (int i = 0; i < iterations; i++)
        {
            double xx = x * x, yy = y * y;
            if (xx + yy > far)
            {
                return i + 1 - Math.Log2(Math.Log2(xx + yy) / 2);
            }

            (x, y) = (xx - yy + cx, (2 * x * y) + cy);
        }

        return null;
    }
}
