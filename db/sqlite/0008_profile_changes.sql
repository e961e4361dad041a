-- What changed that profiles for ranking depend on, in the order of the commits: every node reads it from where it stopped.
-- Kind and SubjectId are those of the command's audit row; a kind without an id concerns all. Rows live for two days.
CREATE TABLE ProfileChange (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Kind TEXT NOT NULL,
    SubjectId TEXT NULL,
    ChangedAt TEXT NOT NULL
);
CREATE INDEX IX_ProfileChange_ChangedAt ON ProfileChange (ChangedAt);
