namespace DialClip.Training.Catalogs.Folders;

/// <summary>A row of a table: the values of its columns that are not empty.</summary>
/// <param name="Where">The table's file name with the line.</param>
/// <param name="Values">The values by the column's name; several where the format has lists.</param>
internal sealed record TableRow(string Where, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Values);
