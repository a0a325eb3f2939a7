namespace DialClip.Training.Data.Dialogs;

/// <summary>The intent of the next turn, in the order of the intent head's logits.</summary>
internal enum Intent
{
    Picture = 0,
    Text = 1,
    Silence = 2,
}
