namespace Mandelbrot;

/// <summary>Puts tiles together, one row of tiles in memory at a time.</summary>
internal static class Poster
{
    public static void Write(Stream output, Grid grid, string folder)
    {
        // The folders below are those of the blobs' names.
        Dictionary<string, string> found = Directory.GetFiles(folder, "tile-*.rgb", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileName(path), StringComparer.Ordinal);
        using PngWriter png = new(output, grid.Width, grid.Height);
        byte[] line = new byte[grid.Width * 3];
        int tileLine = grid.Size * 3;
        for (int row = 0; row < grid.Rows; row++)
        {
            byte[][] tiles = [.. Enumerable.Range(0, grid.Columns).Select(column => Tile(found, grid, row, column))];
            for (int y = 0; y < grid.Size; y++)
            {
                for (int column = 0; column < tiles.Length; column++)
                {
                    tiles[column].AsSpan(y * tileLine, tileLine).CopyTo(line.AsSpan(column * tileLine));
                }

                png.Line(line);
            }
        }
    }

    private static byte[] Tile(Dictionary<string, string> found, Grid grid, int row, int column)
    {
        string name = Grid.TileName(row, column);
        byte[] pixels = found.TryGetValue(name, out string? path) ? File.ReadAllBytes(path) : throw new IOException($"{name} is missing");
        return pixels.Length == grid.Size * grid.Size * 3 ? pixels : throw new IOException($"{name} has {pixels.Length} bytes");
    }
}
