-- Titles of vacancies with the occupation that coders of an employment service chose: what title coding learns from.

CREATE TABLE JudgedTitle (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Title TEXT NOT NULL,
    IscoCode TEXT NOT NULL REFERENCES OccupationGroup (Code),
    EscoUri TEXT NULL,
    ValidTo TEXT NULL
);
