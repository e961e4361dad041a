-- What changed that profiles for ranking depend on, in the order of the commits: every node reads it from where it stopped.
-- Kind and SubjectId are those of the command's audit row; a kind without an id concerns all. Rows live for two days.
CREATE TABLE ProfileChange (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SubjectId uniqueidentifier NULL,
    ChangedAt datetime2(3) NOT NULL
);
CREATE INDEX IX_ProfileChange_ChangedAt ON ProfileChange (ChangedAt);
