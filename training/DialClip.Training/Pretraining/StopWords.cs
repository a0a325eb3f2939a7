namespace DialClip.Training.Pretraining;

/// <summary>English words that say little about a sentence's subject.</summary>
internal static class StopWords
{
    /// <summary>Gets the words, in lower case.</summary>
    public static IReadOnlySet<string> All { get; } = (
        "a an the of to in on at for and or but with by from as is are was were be been being am do does did have has had it its he she they we i you his her their our my your this that these those " +
        "not no so if then than there who which what when where how all any some one into out up down over about very just can could will would should may might must s t re ve m ll d").Split(' ').ToHashSet(StringComparer.Ordinal);
}
