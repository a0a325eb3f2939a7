using DialClip.Encoders;
using DialClip.Encoders.Text;
using DialClip.Model.Dialog;
using DialClip.Model.Loading;
using DialClip.Model.Telemetry;

namespace DialClip.Model;

/// <summary>Encodes the input of a dialog: context prompts, one forward pass of a tower, the head's experts.</summary>
internal static class QueryEncoder
{
    public static EncodedQuery Encode(DialogContext context, LoadedHead loaded, CancellationToken cancellationToken)
    {
        var (head, _, backbone, _) = loaded;
        var prompts = head.BuildPrompts(
            [TurnEncoder.Encode(context.Turns, backbone, cancellationToken)],
            cancellationToken
        );
        var feature = EncodeInput(context, prompts, backbone, head.Properties.QueryTurns, cancellationToken);
        return new(
            context,
            head.Project(feature, 1, cancellationToken),
            context.Input.Text is { } text ? backbone.Tokenizer.MeasureBytesPerToken(text) : null
        );
    }

    private static float[] EncodeInput(
        DialogContext context,
        TowerPrompts prompts,
        Backbone backbone,
        int queryTurns,
        CancellationToken cancellationToken
    )
    {
        using var work = MeasuredWork.Encode(context.Input.Modality, 1, backbone);
        if (context.Input.Modality == Modality.Picture)
            return work.Complete(
                backbone.EncodePictures([TurnEncoder.GetPicture(context.Input)], prompts.Vision, cancellationToken)
            );
        var earlier = context.Turns.Where(turn => turn.Modality == Modality.Text).Select(TurnEncoder.GetText).ToList();
        return work.Complete(
            backbone.EncodeText(
                [QueryText.Build(backbone.Tokenizer, TurnEncoder.GetText(context.Input), earlier, queryTurns)],
                prompts.Text,
                cancellationToken
            )
        );
    }
}
