-- How many people went from one ISCO-08 unit group to another, counted anew each day over those whose consent to statistics
-- stands; a pair that fewer than five people went is not kept.
CREATE TABLE CareerMove (
    FromIsco TEXT NOT NULL REFERENCES OccupationGroup (Code),
    ToIsco TEXT NOT NULL REFERENCES OccupationGroup (Code),
    Moves INTEGER NOT NULL,
    PRIMARY KEY (FromIsco, ToIsco)
);

-- A row of a kept list that the officer who was shown it has opened: SubjectId is the vacancy, or the case file, of the row.
CREATE TABLE MatchOpening (
    RunId TEXT NOT NULL REFERENCES MatchRun (Id),
    SubjectId TEXT NOT NULL,
    AccountId TEXT NOT NULL REFERENCES Account (Id),
    OpenedAt TEXT NOT NULL,
    PRIMARY KEY (RunId, SubjectId)
);
CREATE INDEX IX_MatchOpening_OpenedAt ON MatchOpening (OpenedAt);
