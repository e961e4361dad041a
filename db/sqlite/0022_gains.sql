-- What an officer was told that a gained skill, licence or certificate would change: of the rows of a kept list ("list"), of one pair ("pair"), or of all
-- vacancies for a jobseeker ("person"). Kept as lists are, so that it can be made again; of a list once, with the list as its input.
CREATE TABLE GainRun (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Id TEXT NOT NULL,
    Asked TEXT NOT NULL,
    CaseFileId TEXT NOT NULL REFERENCES CaseFile (Id),
    VacancyId TEXT NULL REFERENCES Vacancy (Id),
    RunId TEXT NULL REFERENCES MatchRun (Id),
    ModelVersion TEXT NOT NULL,
    Considered INTEGER NOT NULL,
    Input BLOB NOT NULL,
    Answers TEXT NOT NULL,
    Checksum TEXT NOT NULL,
    RanAt TEXT NOT NULL,
    AccountId TEXT NOT NULL
);
CREATE UNIQUE INDEX UX_GainRun_Id ON GainRun (Id);
CREATE INDEX IX_GainRun_Case ON GainRun (CaseFileId, RanAt);
CREATE INDEX IX_GainRun_Run ON GainRun (RunId) WHERE RunId IS NOT NULL;
