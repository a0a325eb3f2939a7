using DialClip.Backbones.Weights;

namespace DialClip.Backbones.Graphs;

/// <summary>Adaptive average pooling of a square grid as a matrix, with torch's windows.</summary>
public static class GridPooling
{
    /// <summary>Creates the matrix (to * to, from * from) whose product with the cells is the pooled grid.</summary>
    /// <remarks>
    /// Cell i of the result is the mean of the rows from floor(i from / to) to ceil((i + 1) from / to), the last not
    /// included, and of the same columns; windows overlap where the sides do not divide.
    /// </remarks>
    /// <param name="from">The side of the grid.</param>
    /// <param name="to">The side of the result, at most that of the grid.</param>
    public static TensorData Create(int from, int to)
    {
        var values = new float[to * to * from * from];
        for (var row = 0; row < to; row++)
        for (var column = 0; column < to; column++)
        {
            var (top, bottom) = GetWindow(row);
            var (left, right) = GetWindow(column);
            var share = 1f / ((bottom - top) * (right - left));
            for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
                values[(row * to + column) * from * from + y * from + x] = share;
        }
        return new([to * to, from * from], values);

        (int Begin, int End) GetWindow(int cell) => (cell * from / to, ((cell + 1) * from + to - 1) / to);
    }
}
