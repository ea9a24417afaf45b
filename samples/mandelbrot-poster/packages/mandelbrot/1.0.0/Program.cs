using System.Globalization;
using Mandelbrot;

// mandelbrot tile ROW COLUMN LASTROW LASTCOLUMN SIZE X Y WIDTH ITERATIONS   renders one tile, writes tile-ROW-COLUMN.rgb
// mandelbrot poster FOLDER LASTROW LASTCOLUMN SIZE                          puts the tiles below FOLDER together, writes poster.png
try
{
    switch (args)
    {
        case ["tile", string row, string column, string lastRow, string lastColumn, string size, string x, string y, string width, string iterations]:
            Grid grid = new(Number(lastRow), Number(lastColumn), Number(size));
            View view = new(Real(x), Real(y), Real(width), Number(iterations));
            File.WriteAllBytes(Grid.TileName(Number(row), Number(column)), TileRenderer.Render(grid, view, Number(row), Number(column)));
            Console.WriteLine($"row {row} of {lastRow}, column {column} of {lastColumn}");
            return 0;

        case ["poster", string folder, string lastRow, string lastColumn, string size]:
            Grid whole = new(Number(lastRow), Number(lastColumn), Number(size));
            using (FileStream png = File.Create("poster.png"))
            {
                Poster.Write(png, whole, folder);
            }

            Console.WriteLine($"{whole.Width} by {whole.Height} pixels");
            return 0;

        default:
            Console.Error.WriteLine("usage: mandelbrot tile ROW COLUMN LASTROW LASTCOLUMN SIZE X Y WIDTH ITERATIONS | mandelbrot poster FOLDER LASTROW LASTCOLUMN SIZE");
            return 2;
    }
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or OverflowException or ArgumentException)
{
    Console.Error.WriteLine($"mandelbrot: {exception.Message}");
    return 1;
}

static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

static double Real(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
