-- What ranking reads of a live vacancy itself, in a few bytes, so that all of them are read in one go without their long texts.
-- A copy: it holds where Version is that of the vacancy and Format that of the product; else the tables are read and it is made anew.
CREATE TABLE VacancyExtract (
    VacancySeq INTEGER NOT NULL PRIMARY KEY REFERENCES Vacancy (Seq),
    Version INTEGER NOT NULL,
    Format INTEGER NOT NULL,
    Content BLOB NOT NULL
);

-- Which vacancies are live, and what an extract does not know of them, without reading their rows.
CREATE INDEX IX_Vacancy_LiveState ON Vacancy (Status, Seq, Version, Taken) WHERE Status = 'live';
