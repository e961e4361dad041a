-- What an officer was told that a gained skill, licence or certificate would change: of the rows of a kept list ("list"), of one pair ("pair"), or of all
-- vacancies for a jobseeker ("person"). Kept as lists are, so that it can be made again; of a list once, with the list as its input.
CREATE TABLE GainRun (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Id uniqueidentifier NOT NULL,
    Asked nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CaseFileId uniqueidentifier NOT NULL REFERENCES CaseFile (Id),
    VacancyId uniqueidentifier NULL REFERENCES Vacancy (Id),
    RunId uniqueidentifier NULL REFERENCES MatchRun (Id),
    ModelVersion nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Considered int NOT NULL,
    Input varbinary(max) NOT NULL,
    Answers nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Checksum nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RanAt datetime2(3) NOT NULL,
    AccountId uniqueidentifier NOT NULL
);
CREATE UNIQUE INDEX UX_GainRun_Id ON GainRun (Id);
CREATE INDEX IX_GainRun_Case ON GainRun (CaseFileId, RanAt);
CREATE INDEX IX_GainRun_Run ON GainRun (RunId) WHERE RunId IS NOT NULL;
