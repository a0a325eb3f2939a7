using DialClip.Shared.Erasure;

namespace DialClip.Training.Erasure;

/// <summary>Gets what is left of a record's JSON and features.</summary>
internal delegate (UserErasure.Finding Finding, string Json, IReadOnlyList<string?>? Features) RecordErasure(
    string json,
    IReadOnlyList<string?>? features
);
