namespace DialClip.Experiments.Analysis.Metrics;

/// <summary>What happened to a unit.</summary>
public struct UnitCounts
{
    /// <summary>Gets or sets the number of replies that it was shown.</summary>
    public int Exposures { get; set; }

    /// <summary>Gets or sets the number of its replies that were liked.</summary>
    public int Likes { get; set; }

    /// <summary>Gets or sets the number of its replies that were disliked.</summary>
    public int Dislikes { get; set; }

    /// <summary>Gets or sets the number of its replies of which an item was chosen.</summary>
    public int Chosen { get; set; }

    /// <summary>Gets or sets the number of its replies after which the conversation went on.</summary>
    public int Continued { get; set; }

    /// <summary>Gets or sets the number of its replies after which the message was put in other words.</summary>
    public int Reformulated { get; set; }

    /// <summary>Gets or sets the number of its turns that failed.</summary>
    public int Errors { get; set; }

    /// <summary>Gets or sets the number of its messages without an answer.</summary>
    public int NoAnswers { get; set; }

    /// <summary>Gets or sets the number of times that it was handed over to a person.</summary>
    public int HandedOver { get; set; }
}
