-- How many people went from one ISCO-08 unit group to another, counted anew each day over those whose consent to statistics
-- stands; a pair that fewer than five people went is not kept.
CREATE TABLE CareerMove (
    FromIsco nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES OccupationGroup (Code),
    ToIsco nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES OccupationGroup (Code),
    Moves int NOT NULL,
    PRIMARY KEY (FromIsco, ToIsco)
);

-- A row of a kept list that the officer who was shown it has opened: SubjectId is the vacancy, or the case file, of the row.
CREATE TABLE MatchOpening (
    RunId uniqueidentifier NOT NULL REFERENCES MatchRun (Id),
    SubjectId uniqueidentifier NOT NULL,
    AccountId uniqueidentifier NOT NULL REFERENCES Account (Id),
    OpenedAt datetime2(3) NOT NULL,
    PRIMARY KEY NONCLUSTERED (RunId, SubjectId)
);
CREATE INDEX IX_MatchOpening_OpenedAt ON MatchOpening (OpenedAt);
