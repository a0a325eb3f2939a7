namespace DialClip.Training.Pretraining.Pictures;

/// <summary>What a photo of the training sets is for.</summary>
internal enum PhotoPart
{
    /// <summary>Training.</summary>
    Train,

    /// <summary>Choosing settings.</summary>
    Validation,

    /// <summary>Measuring, of a class that is trained.</summary>
    Test,

    /// <summary>Measuring, of a class that is never trained.</summary>
    Unseen,
}
