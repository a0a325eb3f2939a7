namespace DialClip.Experiments.Analysis.Metrics;

/// <summary>What a metric is for.</summary>
public enum MetricRole
{
    /// <summary>It decides.</summary>
    Primary,

    /// <summary>It helps to understand.</summary>
    Secondary,

    /// <summary>It must not get worse.</summary>
    Guardrail,
}
