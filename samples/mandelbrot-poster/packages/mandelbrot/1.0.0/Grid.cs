namespace Mandelbrot;

/// <summary>How the poster is cut into square tiles.</summary>
internal sealed record Grid
{
    private const int MostPixels = 20_000;

    public Grid(int lastRow, int lastColumn, int size)
    {
        (Rows, Columns, Size) = (lastRow + 1, lastColumn + 1, size);
        if (size < 1 || (long)Rows * size > MostPixels || (long)Columns * size > MostPixels)
        {
            throw new ArgumentException($"a poster has 1 to {MostPixels} pixels on each side");
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Size { get; }

    public int Width => Columns * Size;

    public int Height => Rows * Size;

    public static string TileName(int row, int column) => $"tile-{row}-{column}.rgb";
}
