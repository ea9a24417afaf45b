namespace Mandelbrot;

/// <summary>What part of the plane the poster shows.</summary>
internal sealed record View(double X, double Y, double Width, int Iterations);
