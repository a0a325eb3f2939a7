using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Training.Data.Dialogs;

/// <summary>Checks the ids that dialogs name against a catalog.</summary>
internal static class DialogItems
{
    /// <summary>Requires that the catalog contains every accepted item and every candidate.</summary>
    /// <exception cref="InvalidDataException">It does not; the message names file, line and id.</exception>
    public static void Require(IEnumerable<DialogRecord> dialogs, Catalog catalog)
    {
        foreach (var dialog in dialogs)
        {
            RequireItems(dialog, "accepts", dialog.Accept, catalog);
            RequireItems(dialog, "has the candidate", dialog.Candidates ?? [], catalog);
        }
    }

    private static void RequireItems(DialogRecord dialog, string verb, IEnumerable<string> ids, Catalog catalog)
    {
        foreach (var id in ids)
        {
            var modality = DialogRecord.IsText(id) ? Modality.Text : Modality.Picture;
            if (catalog.Find(id) is not { } item)
                throw CreateError($"which catalog '{catalog.Folder.Manifest.Name}' does not contain.{Suggest(id)}");
            if (item.Modality != modality)
                throw CreateError("but ids of texts, and of nothing else, have to begin with 'text:'.");

            InvalidDataException CreateError(string error) =>
                new($"{dialog.Location}: dialog '{dialog.Id}' {verb} '{id}', {error}");
        }

        string Suggest(string id)
        {
            var similar = catalog.Items.FirstOrDefault(item =>
                string.Equals(
                    UnicodeNames.Normalize(item.Id),
                    UnicodeNames.Normalize(id),
                    StringComparison.OrdinalIgnoreCase
                )
            );
            return similar is null
                ? " Correct the id, or name the dialogs' own catalog with --catalog."
                : $" Its item '{similar.Id}' is spelt otherwise.";
        }
    }
}
