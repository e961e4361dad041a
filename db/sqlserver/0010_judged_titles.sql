-- Titles of vacancies with the occupation that coders of an employment service chose: what title coding learns from.

CREATE TABLE JudgedTitle (
    Seq bigint NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Title nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IscoCode nvarchar(4) COLLATE Latin1_General_100_BIN2 NOT NULL REFERENCES OccupationGroup (Code),
    EscoUri nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    ValidTo date NULL
);
