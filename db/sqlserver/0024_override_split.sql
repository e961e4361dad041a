-- Lists shown by officer, with the id by which an action names its list: what the override rate is counted from without reading what a run keeps.
CREATE INDEX IX_MatchRun_Shown ON MatchRun (RanAt, Direction, AccountId, Id);
